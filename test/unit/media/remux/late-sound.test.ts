/** Sound is written up to some tenths of a second later than the pictures that it belongs to: a clip's last lies behind it. */
import { expect, test } from '@jest/globals';
import type { BatchSource } from '../../../../media/remux/batch-source.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import type { MakeHead, MediaSink } from '../../../../media/remux/media-sink.ts';
import { type RemuxOptions, remux } from '../../../../media/remux/remux.ts';
import { SegmentDamagedError } from '../../../../media/remux/segment-damaged-error.ts';
import type { SourceSegment } from '../../../../media/remux/segment-source.ts';
import { makeSegment } from './assembled.ts';
import { cutSegment, picturesOf, soundBytes, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const FRAME = 1920;
/** Of a packet, six frames. */
const LAG = 2 * 6 * FRAME;

interface Recording {
  readonly lagTicks?: number;
  /** By which the clock of the second segment is another. */
  readonly jumpTicks?: number;
  /** From which of its packets of sound on; from the first when left out. */
  readonly jumpsAtPacket?: number;
  readonly second?: Partial<SourceSegment>;
  /** What reading the second segment throws. */
  readonly fault?: Error;
  /** Seconds of sound. */
  readonly soundSeconds?: number;
  readonly framesPerPacket?: number;
}

/** Carries a clip of three segments of 2 s. */
async function carry(
  clip: { fromSeconds: number; toSeconds: number },
  recording: Recording = {},
  tracks: RemuxOptions['tracks'] = 'all',
) {
  const { lagTicks = LAG, jumpTicks = 0, jumpsAtPacket = 0, second = {}, fault } = recording;
  const { soundSeconds = 6, framesPerPacket = 6 } = recording;
  const sounds = soundsOf({ from: 0, to: soundSeconds * SECOND, perPacket: framesPerPacket });
  const read: number[] = [];
  let batchesDone = 0;
  const batchesOf = (index: number, wantsVideo: boolean): DemuxedBatch[] => {
    const from = index * 2 * SECOND;
    const clock = index === 1 ? jumpTicks : 0;
    const pictures = picturesOf({ from, to: from + 2 * SECOND }).map((one) => ({ ...one, pts: one.pts + clock }));
    const own = sounds.filter(({ pts = 0 }) => Math.min(2, Math.floor((pts + lagTicks) / (2 * SECOND))) === index);
    const onClock = (packet: number) => (packet < jumpsAtPacket ? 0 : clock);
    const plan = {
      sounds: own.map((one, packet) => ({ ...one, pts: (one.pts ?? 0) + onClock(packet) })),
      hasVideo: true,
    };
    const cuts = [{ video: 0.5, audio: 0.5 }];
    const made = cutSegment(index, { ...plan, hasAudio: true, pictures: wantsVideo ? pictures : [] }, cuts);
    return wantsVideo ? made : made.map((batch) => ({ ...batch, firstPictureTime: from + clock }));
  };
  const batches: BatchSource = async function* ({ indices, wantsVideo }) {
    for (const index of indices) {
      read.push(index);
      if (index === 1 && fault !== undefined) throw fault;
      for (const batch of batchesOf(index, wantsVideo)) {
        yield batch;
        batchesDone++;
      }
    }
  };
  const sink = new FileInMemory();
  const report = await remux({
    segments: [makeSegment(), makeSegment(second, 1), makeSegment({}, 2)],
    openSegment: () => Promise.reject(new Error('Nothing is opened here.')),
    sink,
    options: { tracks, isTolerant: false, clip },
    batches,
    signal: new AbortController().signal,
  });
  const ids = sounds.flatMap((sound) => sound.ids).filter((id) => sink.file.includes(soundBytes(id).subarray(0, 5)));
  return { report, read, batchesDone, from: ids[0], to: (ids.at(-1) ?? -1) + 1, count: ids.length };
}

class FileInMemory implements MediaSink {
  file = Buffer.alloc(0);
  async append(pieces: readonly Uint8Array[]): Promise<void> {
    this.file = Buffer.concat([this.file, ...pieces]);
  }
  async finish(makeHead: MakeHead): Promise<number> {
    return makeHead().length + this.file.length;
  }
  async discard(): Promise<void> {}
}

/** Number of the first frame of sound that begins at or after a second. */
const frameAt = (seconds: number): number => Math.ceil((seconds * SECOND) / FRAME - 1e-6);

test('a clip that ends with a segment has its sound to the end, of which the last lies in the segment behind', async () => {
  const { to, count, report } = await carry({ fromSeconds: 0, toSeconds: 2 });

  expect({ to, count }).toEqual({ to: frameAt(2), count: frameAt(2) });
  expect(report.audio?.frames).toBe(frameAt(2));
  expect(report.video?.frames).toBe(60);
  expect(report.warnings).toEqual([]);
});

test('a clip that ends shortly before the end of a segment has its sound as well', async () => {
  const { to } = await carry({ fromSeconds: 0, toSeconds: 1.95 });

  expect(to).toBe(frameAt(1.95));
});

test('the segment behind a clip is read only when sound is missing', async () => {
  const [late, inside, inTime] = await Promise.all([
    carry({ fromSeconds: 0, toSeconds: 2 }),
    carry({ fromSeconds: 0, toSeconds: 1 }),
    // The last frame of the segment begins before its end, and ends behind it.
    carry({ fromSeconds: 0, toSeconds: 2 }, { lagTicks: 0, framesPerPacket: 1 }),
  ]);

  // The first time to find the key frame that the clip begins with.
  expect(late.read).toEqual([0, 0, 1]);
  expect(inside.read).toEqual([0, 0]);
  expect(inTime.read).toEqual([0, 0]);
});

test('of the segment behind no more is read than it takes to meet the end', async () => {
  const { batchesDone } = await carry({ fromSeconds: 0, toSeconds: 2 });

  // Those of its own segment; of the one behind, none is asked for after the first.
  expect(batchesDone).toBe(2);
});

test('a clip to the end of the recording reads nothing behind it', async () => {
  const { read } = await carry({ fromSeconds: 4, toSeconds: 6 }, { soundSeconds: 5 });

  expect(read).toEqual([2, 2]);
});

test.each([
  { what: 'begins a new part', second: { isDiscontinuity: true } },
  { what: 'was never written', second: { isGap: true } },
])('a segment behind the clip that $what is not asked for sound', async ({ second }) => {
  const { read, to, report } = await carry({ fromSeconds: 0, toSeconds: 2 }, { second });

  expect(read).toEqual([0, 0]);
  expect(to).toBeLessThan(frameAt(2));
  expect(report.losses).toEqual([]);
});

test('nothing is taken of a segment behind the clip whose clock is another, though no tag says so', async () => {
  const untagged = await carry({ fromSeconds: 0, toSeconds: 2 }, { jumpTicks: -LAG * 20 });
  const tagged = await carry({ fromSeconds: 0, toSeconds: 2 }, { second: { isDiscontinuity: true } });

  expect(untagged.read).toEqual([0, 0, 1]);
  expect(untagged.to).toBe(tagged.to);
  expect(untagged.report.parts).toHaveLength(1);
});

test('sound behind a jump in the segment behind the clip is not in the file, not even as bytes that nothing names', async () => {
  const { to, count, report } = await carry(
    { fromSeconds: 0, toSeconds: 2 },
    { jumpTicks: -LAG * 20, jumpsAtPacket: 1 },
  );

  // The packet before the jump is the clip's.
  expect({ to, count }).toEqual({ to: report.audio?.frames, count: 90 });
});

test('a clip is whole though the segment behind it is damaged, and a warning says what its sound lacks', async () => {
  const fault = new SegmentDamagedError('segment-missing', { segment: '1.ts' }, 'expected a file, found none');

  const { report, to } = await carry({ fromSeconds: 0, toSeconds: 2 }, { fault });

  expect(report.video?.frames).toBe(60);
  expect(to).toBeLessThan(frameAt(2));
  expect(report.warnings).toMatchObject([{ reason: 'track-ends-early', segment: '0.ts' }]);
  expect(report.warnings[0]?.message).toContain('segment 1.ts behind the clip, which cannot be read: expected a file');
});

test('a storage that fails is no damage', async () => {
  const fault = new Error('The network is down.');

  await expect(carry({ fromSeconds: 0, toSeconds: 2 }, { fault })).rejects.toBe(fault);
});

test('a clip of the sound alone goes by the pictures, as the playlist does, though they are not carried', async () => {
  const { from, to, read } = await carry({ fromSeconds: 2, toSeconds: 4 }, {}, 'audio');

  expect({ from, to }).toEqual({ from: frameAt(2), to: frameAt(4) });
  expect(read).toEqual([1, 2]);
});
