/** Clips: from the last key frame before their beginning to the last frame that begins before their end. */
import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import type { TrueFrame, TruePart } from '../../scripts/media-matrix/truth.ts';
import { structureFaults } from './check-structure.ts';
import { judgeMp4 } from './judge-mp4.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder();
const ticks = (seconds: number): number => Math.round(seconds * 90_000);

/** Half a frame of sound, by which it may begin before the picture. */
const HALF_FRAME_TICKS = 960;

/**
 * Frames that begin between two times of the playlist, in ticks. Pictures that are decoded before the last of them are
 * needed to decode it.
 */
function within(parts: readonly TruePart[], from: number, to: number): TruePart[] {
  let start = 0;
  return parts.map((part) => {
    const pts = [...part.video, ...part.audio].map((frame) => frame.pts);
    const first = Math.min(...pts);
    const offset = start - first;
    start += Math.max(...pts) + 1920 - first;
    const isBefore = (frame: TrueFrame) => frame.pts + offset < to;
    const last = part.video.findLastIndex(isBefore);
    return {
      ...part,
      video: part.video.filter((frame, index) => frame.pts + offset >= from && index <= last),
      audio: part.audio.filter((frame) => frame.pts + offset >= from - HALF_FRAME_TICKS && isBefore(frame)),
    };
  });
}

testWithFfmpeg.each([
  { name: 'main-profile', from: 1.3, to: 3.1, key: 1 },
  { name: 'main-profile', from: 2.5, to: 4, key: 2.5 },
  { name: 'main-profile', from: 0, to: 0.9, key: 0 },
  { name: 'baseline-profile', from: 2.2, to: 3.3, key: 2 },
  { name: 'uneven-segments', from: 3.7, to: 5.2, key: 3.5 },
  { name: 'byte-ranges', from: 2.1, to: 3.9, key: 2 },
  { name: 'map', from: 2.1, to: 3.9, key: 2 },
  { name: 'wrap-in-segment', from: 0.6, to: 1.7, key: 0.5 },
  { name: 'wrap-between-segments', from: 1.6, to: 2.4, key: 1.5 },
  { name: 'reconnect-forward', from: 1.2, to: 6.1, key: 1 },
  { name: 'reconnect-reset', from: 4.6, to: 6.4, key: 4.510667 },
  { name: 'audio-only', from: 1, to: 3, key: 1 },
  // The end of a segment.
  { name: 'late-sound-packets', from: 0.7, to: 2, key: 0.5 },
  { name: 'late-sound-packets', from: 2.2, to: 3.9, key: 2 },
])('from $from to $to s of $name', async ({ name, from, to, key }) => {
  const { playlist, recording } = await matrix.write(name);

  const { file, report } = await remuxCase(playlist, { clip: { fromSeconds: from, toSeconds: to } });

  const mp4 = readMp4(file);
  const wanted = within(recording.parts, ticks(key), ticks(to)).filter(
    ({ video, audio }) => video.length + audio.length > 0,
  );
  const { findings, frames, lost } = judgeMp4(wanted, mp4);
  expect(findings).toEqual([]);
  expect(structureFaults(mp4, file.length)).toEqual([]);
  expect(lost.video).toBe(0);
  // Sound is cut to the same span, to the frame.
  expect(lost.audio).toBeLessThanOrEqual(1);
  expect({ video: report.video?.frames ?? 0, audio: report.audio?.frames ?? 0 }).toEqual(frames);
  expect(report.clip?.fromSeconds).toBeCloseTo(key, 1);
});

testWithFfmpeg.each([
  { from: 2, to: 4 },
  { from: 0, to: 2 },
  { from: 1.9, to: 3.95 },
])('the sound alone from $from to $to s, where it is written later than the pictures', async ({ from, to }) => {
  const { playlist, recording } = await matrix.write('late-sound-packets');

  const { file } = await remuxCase(playlist, { clip: { fromSeconds: from, toSeconds: to }, tracks: 'audio' });

  const wanted = within(recording.parts, ticks(from), ticks(to)).map((part) => ({ ...part, video: [] }));
  const { findings, lost } = judgeMp4(wanted, readMp4(file));
  expect({ findings, lost: lost.audio }).toEqual({ findings: [], lost: 0 });
});

/** When frames begin on the playlist's time line, in ticks. */
function timeLine(parts: readonly TruePart[]): { time: number; isKeyFrame: boolean }[] {
  let start = 0;
  return parts.flatMap((part) => {
    const pts = [...part.video, ...part.audio].map((frame) => frame.pts);
    const offset = start - Math.min(...pts);
    start = Math.max(...pts) + 1920 + offset;
    const pictures = part.video.map((frame) => ({ time: frame.pts + offset, isKeyFrame: frame.isKey }));
    return [...pictures, ...part.audio.map((frame) => ({ time: frame.pts + offset, isKeyFrame: false }))];
  });
}

/** EXTINF has milliseconds: so near to a frame, the playlist may say another order than the media. */
const ROUNDING_TICKS = 180;

testWithFfmpeg.each([
  'main-profile',
  'b-pyramid',
  'half-second-segments',
  'reconnect-twice',
  'wrap-in-segment',
  'jump-back',
])('any stretch of %s', async (name) => {
  const { playlist, recording } = await matrix.write(name);
  const { durationMs } = (await remuxCase(playlist)).report;
  const frames = timeLine(recording.parts);

  await fc.assert(
    fc.asyncProperty(fc.nat({ max: durationMs - 400 }), fc.integer({ min: 300, max: 3000 }), async (from, length) => {
      const clip = { fromSeconds: from / 1000, toSeconds: (from + length) / 1000 };
      const edges = [clip.fromSeconds, clip.toSeconds].map(ticks);
      fc.pre(!frames.some(({ time }) => edges.some((edge) => Math.abs(time - edge) < ROUNDING_TICKS)));

      const { file } = await remuxCase(playlist, { clip });

      const mp4 = readMp4(file);
      const keys = frames.filter(({ time, isKeyFrame }) => isKeyFrame && time <= ticks(clip.fromSeconds));
      const parts = within(recording.parts, Math.max(0, ...keys.map(({ time }) => time)), ticks(clip.toSeconds));
      const wanted = parts.filter(({ video, audio }) => video.length + audio.length > 0);
      expect({ clip, findings: judgeMp4(wanted, mp4).findings }).toEqual({ clip, findings: [] });
      expect({ clip, faults: structureFaults(mp4, file.length) }).toEqual({ clip, faults: [] });
    }),
    { numRuns: 20, seed: 5 },
  );
});

testWithFfmpeg('a clip opens the segments that it needs, and no others', async () => {
  const { playlist } = await matrix.write('half-second-segments');

  const { report } = await remuxCase(playlist, { clip: { fromSeconds: 1.6, toSeconds: 2.4 } });

  expect(report.segments).toEqual({ total: 8, read: 2 });
});
