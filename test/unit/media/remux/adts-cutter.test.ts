import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AdtsCutter, newAdtsCarry } from '../../../../media/remux/adts-cutter.ts';
import type { AudioRun } from '../../../../media/remux/demuxed-batch.ts';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { makeSegment } from './assembled.ts';
import { adtsFrame, soundBytes } from './batch-builder.ts';

const segments = [0, 1].map((index) => makeSegment({}, index));

/** An audio stream: its bytes, and where PES packets begin in it. */
interface Stream {
  readonly bytes: Buffer;
  readonly packets: readonly { readonly offset: number; readonly pts?: number; readonly declaredBytes?: number }[];
}

const streamOf = (frames: readonly Buffer[], packets: Stream['packets'] = [{ offset: 0, pts: 0 }]): Stream => ({
  bytes: Buffer.concat(frames),
  packets,
});

const framesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, id) => adtsFrame(soundBytes(id)));

/** The part of a stream from one byte to before another. */
function runOf({ bytes, packets }: Stream, from = 0, to = bytes.length): AudioRun {
  const isLast = to === bytes.length;
  const begun = packets.filter(({ offset }) => offset >= from && (offset < to || (isLast && offset === to)));
  return {
    bytes: bytes.subarray(from, to),
    count: begun.length,
    offsets: Uint32Array.from(begun, ({ offset }) => offset - from),
    presentationTimes: Float64Array.from(begun, ({ pts }) => pts ?? Number.NaN),
    declaredBytes: Uint32Array.from(begun, ({ declaredBytes }) => declaredBytes ?? 0),
    positions: Float64Array.from(begun, ({ offset }) => offset * 2),
  };
}

/** Cuts a stream that comes in pieces. */
function cutAll(stream: Stream, ends: readonly number[] = [], isTolerant = false) {
  const log = new FindingLog(segments, isTolerant);
  const carry = newAdtsCarry();
  const cutter = new AdtsCutter(carry, log);
  const frames: { payload: string; time: number }[] = [];
  [...ends, stream.bytes.length].forEach((end, index) => {
    const { bytes, count, sizes, presentationTimes } = cutter.cut(runOf(stream, ends[index - 1] ?? 0, end), 0);
    let at = 0;
    for (let i = 0; i < count; i++) {
      const payload = Buffer.from(bytes.subarray(at, at + (sizes[i] ?? 0))).toString('hex');
      frames.push({ payload, time: presentationTimes[i] ?? -1 });
      at += sizes[i] ?? 0;
    }
  });
  cutter.end();
  return { frames, log, carry };
}

const payload = (id: number) => soundBytes(id).toString('hex');
const refusal = (name: string, reason: string, finding: string) =>
  expect.objectContaining({ name, reason, message: expect.stringContaining(finding) });

test('frames lose their headers, of 7 bytes or of 9 with a checksum', () => {
  const withChecksum = Buffer.concat([adtsFrame(soundBytes(1)).subarray(0, 7), Buffer.from([1, 2]), soundBytes(1)]);
  withChecksum[1] = 0xf0;
  withChecksum.writeUInt16BE(withChecksum.readUInt16BE(4) + (2 << 5), 4);

  const { frames, carry } = cutAll(streamOf([adtsFrame(soundBytes(0)), withChecksum, adtsFrame(soundBytes(2))]));

  expect(frames.map((frame) => frame.payload)).toEqual([payload(0), payload(1), payload(2)]);
  expect(carry.format).toEqual({
    objectType: 2,
    samplingFrequencyIndex: 3,
    sampleRateHz: 48_000,
    channelConfiguration: 2,
    channels: 2,
  });
});

test('the time of a packet is that of the first frame that begins in it', () => {
  const all = framesOf(5);
  const at = (index: number) => Buffer.concat(all.slice(0, index)).length;

  // The second packet begins inside frame 1, the third inside frame 3, the fourth inside it as well, the fifth at frame 4.
  const { frames } = cutAll(
    streamOf(all, [
      { offset: 0, pts: 100 },
      { offset: at(1) + 3, pts: 200 },
      { offset: at(3) + 1, pts: 300 },
      { offset: at(3) + 9, pts: 400 },
      { offset: at(4), pts: 500 },
    ]),
  );

  expect(frames.map(({ time }) => time)).toEqual([100, Number.NaN, 200, Number.NaN, 500]);
});

test('however packets, batches and segments cut the stream, the same frames come of it', () => {
  const all = framesOf(12);
  const length = Buffer.concat(all).length;
  const place = fc.integer({ min: 1, max: length - 1 });
  const expected = all.map((_, id) => payload(id));

  fc.assert(
    fc.property(fc.uniqueArray(place, { maxLength: 12 }), fc.uniqueArray(place, { maxLength: 20 }), (starts, cuts) => {
      const offsets = [0, ...starts.sort((one, other) => one - other)];
      const packets = offsets.map((offset, index) => ({
        offset,
        pts: index,
        declaredBytes: (offsets[index + 1] ?? length) - offset,
      }));
      const ends = cuts.sort((one, other) => one - other);

      const { frames, log } = cutAll(streamOf(all, packets), ends);

      expect(frames.map((frame) => frame.payload)).toEqual(expected);
      expect(frames).toEqual(cutAll(streamOf(all, packets)).frames);
      expect([log.losses, log.warnings]).toEqual([[], []]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['in front of the first packet', 20, 20],
  ['in the first packet', 20, 0],
])('the end of a frame that began outside, %s, is left out', (_, skipped, offset) => {
  const bytes = Buffer.concat([Buffer.alloc(skipped, 0x5a), ...framesOf(3)]);

  const { frames, log } = cutAll({ bytes, packets: [{ offset, pts: 7 }] });

  expect(frames.map((frame) => frame.payload)).toEqual([payload(0), payload(1), payload(2)]);
  expect(frames[0]?.time).toBe(7);
  expect(log.warnings.map(({ reason }) => reason)).toEqual(offset === 0 ? ['frame-cut-off'] : []);
});

test('a frame that is not whole at the end is left out, and told', () => {
  const bytes = Buffer.concat(framesOf(3)).subarray(0, -4);

  const { frames, log } = cutAll({ bytes, packets: [{ offset: 0, pts: 0 }] });

  expect(frames).toHaveLength(2);
  expect(log.warnings).toMatchObject([{ reason: 'frame-cut-off', segment: '0.ts', count: 1 }]);
});

const corrupted = (frames: Buffer[], index: number): Buffer[] =>
  frames.map((frame, at) => (at === index ? Buffer.concat([Buffer.from([0x12, 0x34]), frame.subarray(2)]) : frame));

test('a header that is none is damage, told with its packet', () => {
  const stream = streamOf(corrupted(framesOf(5), 3), [{ offset: 0, pts: 0 }]);

  expect(() => cutAll(stream)).toThrow(refusal('SegmentDamagedError', 'audio-damaged', 'found 12 34'));
});

test('tolerated, audio goes on with the next packet, whose time is known', () => {
  const all = framesOf(9);
  const at = (index: number) => Buffer.concat(all.slice(0, index)).length;
  const packets = [0, 3, 6].map((index) => ({ offset: at(index), pts: index * 1920 }));

  const { frames, log } = cutAll(streamOf(corrupted(all, 4), packets), [], true);

  // Frame 3, whose length led astray, goes as well as what is left of its packet.
  expect(frames.map((frame) => frame.payload)).toEqual([0, 1, 2, 6, 7, 8].map(payload));
  expect(frames[3]?.time).toBe(6 * 1920);
  expect(log.losses).toMatchObject([{ reason: 'audio-damaged', segment: '0.ts', position: at(3) * 2 }]);
});

const shortPacket = (count: number) => {
  const all = framesOf(count);
  const at = (index: number) => Buffer.concat(all.slice(0, index)).length;
  // Ten bytes are missing in the middle of the second packet, which holds frames 3 to 5.
  const bytes = Buffer.concat(all);
  const gap = at(4) + 2;
  return {
    bytes: Buffer.concat([bytes.subarray(0, gap), bytes.subarray(gap + 10)]),
    packets: [0, 3, 6].map((index) => ({
      offset: at(index) - (index > 3 ? 10 : 0),
      pts: index * 1920,
      declaredBytes: at(Math.min(index + 3, count)) - at(index),
    })),
  };
};

test('a packet that is shorter than it declares is told as such, not by what came of it', () => {
  expect(() => cutAll(shortPacket(9))).toThrow(refusal('SegmentDamagedError', 'pes-length-mismatch', 'at byte'));
});

test('tolerated, it is one loss, and audio goes on with the next packet', () => {
  const { frames, log } = cutAll(shortPacket(9), [], true);

  expect(frames.map((frame) => frame.payload)).toEqual(expect.arrayContaining([0, 1, 2, 6, 7, 8].map(payload)));
  expect(frames.map((frame) => frame.payload).slice(-3)).toEqual([6, 7, 8].map(payload));
  expect(log.losses.map(({ reason }) => reason)).toEqual(['pes-length-mismatch']);
});

test('the last packet is compared with what it declares when nothing continues it', () => {
  const bytes = Buffer.concat(framesOf(2));

  const cut = () => cutAll({ bytes, packets: [{ offset: 0, pts: 0, declaredBytes: bytes.length + 1 }] });

  expect(cut).toThrow(refusal('SegmentDamagedError', 'pes-length-mismatch', `found ${bytes.length}`));
});

test('noise is refused, and tolerated it ends', () => {
  const noise = { bytes: Buffer.alloc(20_000, 0x5a), packets: [{ offset: 0, pts: 0 }] };

  expect(() => cutAll(noise, [5000, 10_000])).toThrow(refusal('SegmentDamagedError', 'audio-damaged', 'found none in'));
  expect(cutAll(noise, [5000, 10_000], true).log.losses).toHaveLength(1);
});

test.each([
  [
    'another rate',
    adtsFrame(soundBytes(1), 4),
    'audio-format-changed',
    'found AAC object type 2, 44100 Hz, 2 channels',
  ],
  ['other channels', adtsFrame(soundBytes(1), 3, 1), 'audio-format-changed', '48000 Hz, 1 channel'],
  ['channels set out in the stream', adtsFrame(soundBytes(1), 3, 0), 'audio-format-unsupported', 'found 0'],
  ['a rate that is not in the table', adtsFrame(soundBytes(1), 13), 'audio-format-unsupported', 'found 13'],
])('a frame with %s cannot be carried', (_, frame, reason, finding) => {
  const stream = streamOf([adtsFrame(soundBytes(0)), frame, frame]);

  expect(() => cutAll(stream)).toThrow(refusal('StreamNotCarriableError', reason, finding));
});

test('so cannot a part that begins with another format', () => {
  const log = new FindingLog(segments, false);
  const cutter = new AdtsCutter(newAdtsCarry(), log);
  cutter.cut(runOf(streamOf(framesOf(3))), 0);
  cutter.end();
  const mono = adtsFrame(soundBytes(0), 3, 1);

  expect(() => cutter.cut(runOf(streamOf([mono, mono, mono])), 1)).toThrow(
    refusal('StreamNotCarriableError', 'audio-format-changed', 'Segment 1.ts at byte 0'),
  );
});

test('several raw data blocks in a frame cannot be carried', () => {
  const frame = adtsFrame(soundBytes(0));
  frame[6] = 0xfd;

  expect(() => cutAll(streamOf([frame]))).toThrow(
    refusal('StreamNotCarriableError', 'audio-format-unsupported', 'found 2'),
  );
});

test('bits that mean nothing may change at any time', () => {
  const other = adtsFrame(soundBytes(1));
  // ID (MPEG-2), private_bit, original_copy, home, and both copyright bits
  other[1] = 0xf9;
  other[2] = (other[2] ?? 0) | 2;
  other[3] = (other[3] ?? 0) | 0x3c;

  const { frames } = cutAll(streamOf([adtsFrame(soundBytes(0)), other, adtsFrame(soundBytes(2))]));

  expect(frames).toHaveLength(3);
});
