import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { inspectMp4 } from '../../../media/mp4/inspect-mp4.ts';
import { DemuxBuffers } from '../../../media/remux/demux-buffers.ts';
import { demuxInOrder } from '../../../media/remux/demux-in-order.ts';
import { remux } from '../../../media/remux/remux.ts';
import type { RemuxReport } from '../../../media/remux/remux-report.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import type { OpenSegment, SourceSegment } from '../../../media/remux/segment-source.ts';
import { StreamNotCarriableError } from '../../../media/remux/stream-not-carriable-error.ts';
import { structureFaults } from '../../media/check-structure.ts';
import { MemorySink } from '../../media/memory-sink.ts';
import { readMp4 } from '../../media/read-mp4.ts';
import { FakeObject } from '../../unit/media/mp4/fake-object.ts';
import { defineTarget } from '../fuzz-target.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';
import { editPackets, packetEdit } from '../generators/packet-edits.ts';
import { RECORDING_EXAMPLES, type RecordingExample } from '../generators/recordings.ts';
import { PACKET_BYTES } from '../generators/transport-streams.ts';

const buffers = new DemuxBuffers();

const damage = fc.record({
  segment: fc.nat(2),
  packetEdits: fc.array(packetEdit, { maxLength: 3 }),
  byteEdits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteEdits(2) }),
});

const flags = (often: number) =>
  fc.array(fc.constantFrom(...Array(often).fill(false), true), { minLength: 3, maxLength: 3 });

const cases = fc.record({
  example: fc.nat(RECORDING_EXAMPLES.length - 1),
  damages: fc.array(damage, { maxLength: 3 }),
  isTolerant: fc.boolean(),
  tracks: fc.constantFrom('all' as const, 'all' as const, 'all' as const, 'audio' as const),
  clip: fc.option(
    fc.constantFrom({ fromSeconds: 0.05, toSeconds: 0.3 }, { fromSeconds: 0, toSeconds: Number.POSITIVE_INFINITY }),
    {
      freq: 6,
      nil: undefined,
    },
  ),
  isDiscontinuity: flags(9),
  isGap: flags(19),
  isMissing: flags(19),
  durationFactor: fc.constantFrom(1, 1, 1, 1, 0, 0.5, 100),
  /** mp4box is thorough, and takes its time. */
  isReadByOthers: fc.constantFrom(...Array(7).fill(false), true),
});
type RemuxCase = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

/** Whole recordings, from segments to the finished file. */
export const remuxes = defineTarget({
  name: 'remux',
  refusals: [SegmentDamagedError, StreamNotCarriableError],
  cases,
  run: async (example) => {
    const recording = RECORDING_EXAMPLES[example.example]!;
    const segments = spoil(recording, example);
    const sink = new MemorySink();
    const { isTolerant, tracks, clip } = example;

    const report = await remux({
      segments: describeSegments(recording, example),
      openSegment: opener(segments, example.isMissing),
      sink,
      options: { isTolerant, tracks, clip },
      batches: (request) => demuxInOrder(request, buffers),
      signal: new AbortController().signal,
    }).catch((error: unknown) => {
      assert.ok(sink.file === undefined && sink.discards > 0, 'something is left behind');
      throw error;
    });

    const inputBytes = segments.reduce((sum, { length }) => sum + length, 0);
    await checkFile(sink.file, report, inputBytes, example.isReadByOthers);
    assert.ok(isTolerant || report.losses.length === 0);
    if (isAsWritten(example)) checkWhole(report, recording);
    return report.losses.length > 0 ? 'taken with losses' : undefined;
  },
});

const spoil = ({ segments }: RecordingExample, { damages }: RemuxCase): Buffer[] =>
  segments.map((packets, index) => {
    const own = damages.filter(({ segment }) => segment === index);
    const edited = editPackets(
      packets,
      own.flatMap(({ packetEdits }) => packetEdits),
    );
    return editBytes(
      Buffer.concat(edited),
      own.flatMap((each) => each.byteEdits),
    );
  });

function describeSegments(
  { segments, segmentSeconds, discontinuities }: RecordingExample,
  example: RemuxCase,
): SourceSegment[] {
  return segments.map((_, index) => ({
    name: `${index}.ts`,
    durationSeconds: segmentSeconds * example.durationFactor,
    isDiscontinuity: discontinuities.includes(index) || example.isDiscontinuity[index]!,
    isGap: example.isGap[index]!,
  }));
}

const opener =
  (segments: readonly Buffer[], isMissing: readonly boolean[]): OpenSegment =>
  async (index) => {
    if (isMissing[index]) throw new SegmentDamagedError('segment-missing', { segment: `${index}.ts` }, 'found none');
    let at = 0;
    return {
      read: async (target) => {
        const count = segments[index]!.copy(target, 0, at);
        at += count;
        return count;
      },
      close: async () => undefined,
    };
  };

/** Silence of up to ten seconds may stand in front of any packet; more than that would be growth without bound. */
const mostBytesPerPacket = 16 * 1024;

async function checkFile(file: Buffer | undefined, report: RemuxReport, inputBytes: number, isReadByOthers: boolean) {
  assert.ok(file !== undefined && file.length === report.sizeBytes);
  const packets = Math.ceil(inputBytes / PACKET_BYTES);
  assert.ok(file.length <= 64 * 1024 + packets * mostBytesPerPacket, `${file.length} bytes of ${inputBytes}`);
  const frames = (report.video?.frames ?? 0) + (report.audio?.frames ?? 0);
  assert.ok(frames > 0 && frames <= inputBytes / 8, `${frames} frames of ${inputBytes} bytes`);
  const { isFastStart, tracks } = await inspectMp4(new FakeObject([file]));
  assert.ok(isFastStart && tracks.length === (report.video ? 1 : 0) + (report.audio ? 1 : 0));
  // Pictures without any parameter set are found out at the end only: their bytes lie in the file, and nothing names them.
  const hasNameless = report.video === undefined && report.losses.some(({ reason }) => reason === 'video-damaged');
  if (isReadByOthers && !hasNameless) assert.deepEqual(structureFaults(readMp4(file), file.length), []);
}

const isAsWritten = ({
  damages,
  isDiscontinuity,
  isGap,
  isMissing,
  durationFactor,
  tracks,
  clip,
}: RemuxCase): boolean =>
  damages.length === 0 &&
  ![...isDiscontinuity, ...isGap, ...isMissing].includes(true) &&
  durationFactor === 1 &&
  tracks === 'all' &&
  clip === undefined;

/** Of a recording that nobody changed everything is carried. */
function checkWhole(
  { video, audio, parts, trimmed }: RemuxReport,
  { pictures, soundFrames, discontinuities }: RecordingExample,
) {
  assert.equal((video?.frames ?? 0) + trimmed.videoFrames, pictures);
  assert.equal((audio?.frames ?? 0) + trimmed.audioFrames, soundFrames);
  assert.equal(parts.length, 1 + discontinuities.length);
}
