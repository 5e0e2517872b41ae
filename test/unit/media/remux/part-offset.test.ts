import { expect, test } from '@jest/globals';
import { offsetOfFirstPart, offsetOfLaterPart, type PartEnd } from '../../../../media/remux/part-offset.ts';

const FRAME = 1920;
const video = (presentationTime: number, delay = 0) => ({ presentationTime, decodeTime: presentationTime - delay });

test.each([
  ['both at once', video(61_000), 61_000, -61_000],
  ['video first', video(61_000), 99_000, -61_000],
  ['audio clearly first', video(161_000), 61_000, -61_000],
  ['audio half a frame first', video(61_000), 61_000 - FRAME / 2, -61_000],
  ['video alone', video(61_000), undefined, -61_000],
  ['audio alone', undefined, 61_000, -61_000],
  ['audio with a time between ticks', undefined, 61_000.4, -61_000],
])('the first part with %s', (_, videoStart, audioTime, offset) => {
  expect(offsetOfFirstPart({ video: videoStart, audioTime }, FRAME)).toBe(offset);
});

/** Video ends at 9,000, audio with its fifth frame, at 9,600. */
const makeEnd = (overrides: Partial<PartEnd> = {}): PartEnd => ({
  videoEnd: 9000,
  audioFrames: 5,
  audioFrameTicks: FRAME,
  nextDecodeTime: 6001,
  ...overrides,
});

test.each([
  ['audio ending last, both at once', {}, video(500), 500, 9600 - 500],
  ['video ending last, both at once', { videoEnd: 9601 }, video(500), 500, 6 * FRAME - 500],
  ['both ending on the grid', { videoEnd: 9600 }, video(500), 500, 9600 - 500],
  ['audio first', {}, video(700), 500, 9600 - 500],
  ['video first: audio is put on the grid, so video is not', {}, video(500), 700, 6 * FRAME - 700],
  ['video first by whole frames', {}, video(500), 500 + 2 * FRAME, 9600 - 500],
  ['video alone', {}, video(500), undefined, 9600 - 500],
  ['video alone after video alone', { audioFrames: 0 }, video(500), undefined, 9000 - 500],
  ['audio alone', {}, undefined, 500, 9600 - 500],
  ['a clock that is behind', {}, video(1_000_500), 1_000_500, 9600 - 1_000_500],
  ['more delay by B-frames than decoding has time for', {}, video(9500, 9000), undefined, 6001 - 500],
  ['more delay by B-frames, and audio on the grid', {}, video(9500, 9000), 9500, 8 * FRAME - 9500],
])('a later part with %s', (_, end, videoStart, audioTime, offset) => {
  expect(offsetOfLaterPart({ video: videoStart, audioTime }, makeEnd(end))).toBe(offset);
});

test('at 44.1 kHz, where a frame is no whole number of ticks, audio goes on without a hole', () => {
  const audioFrameTicks = (1024 * 90_000) / 44_100;
  const end = makeEnd({ videoEnd: 0, audioFrames: 431, audioFrameTicks });

  const offset = offsetOfLaterPart({ video: undefined, audioTime: 77 }, end);

  expect(offset + 77).toBe(Math.round(431 * audioFrameTicks));
});
