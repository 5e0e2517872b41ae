/** Damaged recordings: refused with reason and place, or, where losses are tolerated, carried with a list of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { SegmentDamagedError, SegmentDamagedReason } from '../../media/remux/segment-damaged-error.ts';
import { type MatrixRecording, segmentName } from '../../scripts/media-matrix/matrix-recording.ts';
import { PACKET_BYTES } from '../../scripts/media-matrix/transport-packets.ts';
import type { TrueFrame, TruePart } from '../../scripts/media-matrix/truth.ts';
import { structureFaults } from './check-structure.ts';
import { decodeWithFfmpeg } from './ffmpeg-oracle.ts';
import { judgeMp4 } from './judge-mp4.ts';
import { casesWith, MatrixFolder, startOf, testWithFfmpeg } from './matrix-folder.ts';
import { MemorySink } from './memory-sink.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder({ isKept: true });
const rows = casesWith('damaged');

testWithFfmpeg.each(rows)('$name is refused: $about', async ({ name, outcome: { reason, segment } }) => {
  const { playlist, recording } = await matrix.write(name);
  const sink = new MemorySink();

  const error: unknown = await remuxCase(playlist, { sink }).catch((cause: unknown) => cause);

  expect(error).toMatchObject({ name: 'SegmentDamagedError', reason, place: { segment } });
  expect(sink.file).toBeUndefined();
  const { place } = error as SegmentDamagedError;
  expect(place.seconds).toBeCloseTo(startOf(recording, reason === 'end-mark-missing' ? 'the end' : segment), 2);
  if (recording.original !== undefined && place.position !== undefined) {
    const damage = firstDifference(recording, recording.original);
    const [before, after] = REACH[reason] ?? [0, 0];
    expect(place.position).toBeGreaterThanOrEqual(damage - before * PACKET_BYTES);
    expect(place.position).toBeLessThanOrEqual(damage + after * PACKET_BYTES);
  }
});

function firstDifference({ segments }: MatrixRecording, { index, bytes }: { index: number; bytes: Buffer }): number {
  const found = segments[index]!.bytes ?? Buffer.alloc(0);
  const at = found.findIndex((byte, position) => byte !== bytes[position]);
  return at < 0 ? found.length : at;
}

/** How many packets the named position may lie before or behind the first byte that is wrong. */
const REACH: Partial<Record<SegmentDamagedReason, [before: number, after: number]>> = {
  // The packet that the byte lies in.
  'sync-lost': [1, 1],
  'transport-error': [1, 0],
  'packet-truncated': [1, 0],
  'psi-damaged': [1, 0],
  // The next packet of the same PID.
  'packets-lost': [1, 40],
  // The beginning of the PES packet.
  'pes-damaged': [1, 0],
  'video-damaged': [1, 0],
  'timestamp-missing': [1, 0],
  'pes-length-mismatch': [40, 40],
  // The segment.
  'segment-empty': [0, 0],
  'program-missing': [Number.POSITIVE_INFINITY, 0],
};

testWithFfmpeg.each(rows)(
  '$name is carried with a list of losses when they are tolerated',
  async ({ name, outcome }) => {
    const { playlist, recording, folder } = await matrix.write(name);

    const { file, report } = await remuxCase(playlist, { isTolerant: true });

    const mp4 = readMp4(file);
    const { findings, lost, frames } = judgeMp4(splitAtLosses(recording, report), mp4, { cutShort: outcome.cutShort });
    const told = new Set(report.losses.map((loss) => `${loss.reason} ${loss.segment}`));
    expect([...told].sort()).toEqual(outcome.losses.map(([reason, segment]) => `${reason} ${segment}`).sort());
    expect(findings.filter(({ kind }) => !expectedOfLosses.includes(kind))).toEqual([]);
    expect(structureFaults(mp4, file.length)).toEqual([]);
    expect({ video: report.video?.frames, audio: report.audio?.frames }).toEqual({
      video: frames.video + outcome.cutShort,
      audio: frames.audio,
    });
    expect(lost.video).toBeLessThanOrEqual(outcome.lost.video);
    expect(lost.audio).toBeLessThanOrEqual(outcome.lost.audio);
    const path = join(folder, 'out.mp4');
    await writeFile(path, file);
    expect((await decodeWithFfmpeg(path)).isDecodable).toBe(true);
  },
);

/** Frames may be missing; but none may be broken, out of order or out of time. */
const expectedOfLosses: readonly string[] = ['video-missing', 'audio-missing'];

/**
 * Behind a segment of which nothing could be read, the file goes on as after a reconnect: the true frames are taken for
 * two parts there. All such recordings have one stretch, cut where EXTINF says.
 */
function splitAtLosses({ parts, segments, ...rest }: MatrixRecording, report: RemuxReport): readonly TruePart[] {
  const starts = report.parts.filter(({ cause }) => cause === 'loss').map(({ segment }) => segment);
  let ticks = parts[0]!.video[0]!.pts;
  let split = parts;
  for (const [index, { seconds }] of segments.entries()) {
    if (starts.includes(segmentName({ parts, segments, ...rest }, index)))
      split = split.flatMap((part) => cut(part, ticks));
    ticks += Math.round(seconds * 90_000);
  }
  return split;
}

function cut(part: TruePart, ticks: number): TruePart[] {
  const isBefore = ({ pts }: TrueFrame) => pts < ticks;
  const isAfter = (frame: TrueFrame) => !isBefore(frame);
  return [isBefore, isAfter].map((side) => ({
    ...part,
    video: part.video.filter(side),
    audio: part.audio.filter(side),
  }));
}
