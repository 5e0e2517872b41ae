import { expect, test } from '@jest/globals';
import { AudioOpening } from '../../../../media/remux/audio-opening.ts';
import { newPace } from '../../../../media/remux/pace.ts';
import type { Selection, TimedAudio } from '../../../../media/remux/timed-frames.ts';

const FRAME = 1920;
const SECOND = 90_000;

/** Frames of a byte each; the byte is the frame's number. */
function framesOf(first: number, count: number, start = 0): TimedAudio {
  return {
    bytes: Uint8Array.from({ length: count }, (_, index) => first + index),
    count,
    sizes: new Uint16Array(count).fill(1),
    times: Float64Array.from({ length: count }, (_, index) => start + (first + index) * FRAME),
    flags: new Uint8Array(count),
    segmentIndex: 0,
  };
}

const numbersOf = (selections: readonly Selection<TimedAudio>[]): number[] =>
  selections.flatMap(({ frames, from, to }) => [...frames.bytes.subarray(from, to)]);

const makeOpening = () => new AudioOpening({ ...newPace(), frameTicks: FRAME });
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test.each([
  ['with the audio', 0, 0],
  ['a quarter of a frame after it', FRAME / 4, 0],
  ['half a frame after it', FRAME / 2, 0],
  ['just more than half a frame after it', FRAME / 2 + 1, 1],
  ['half a second after it', SECOND / 2, 23],
  ['just under a second after it', SECOND - 1, 47],
  ['a second after it, which is too much to leave out', SECOND, 0],
  ['long after it', 9 * SECOND, 0],
  ['before it', -SECOND, 0],
])('where the picture begins %s', (_, startTime, trimmed) => {
  const opening = makeOpening();
  const held = opening.select(framesOf(0, 60));

  opening.start(startTime);
  const kept = opening.select(framesOf(60, 60));

  expect(held).toEqual([]);
  expect(numbersOf(kept)).toEqual(upTo(trimmed, 120));
  expect(opening.trimmedFrames).toBe(trimmed);
});

test('where the picture is known first, the audio that follows is judged by it', () => {
  const opening = makeOpening();
  opening.start(SECOND / 2);

  const kept = [framesOf(0, 10), framesOf(10, 40)].flatMap((frames) => opening.select(frames));

  expect(numbersOf(kept)).toEqual(upTo(23, 50));
  expect(opening.trimmedFrames).toBe(23);
});

test('what is held outlives its batch', () => {
  const opening = makeOpening();
  const frames = framesOf(0, 3);
  opening.select(frames);
  frames.bytes.fill(99);
  frames.times.fill(99);

  opening.start(0);

  expect(numbersOf(opening.release())).toEqual([0, 1, 2]);
});

test('a segment of a second without any picture is not waited with any longer', () => {
  const opening = makeOpening();
  opening.select(framesOf(0, 60));

  opening.endSegment();

  expect(numbersOf(opening.release())).toEqual(upTo(0, 60));
});

test('a shorter one is', () => {
  const opening = makeOpening();
  opening.select(framesOf(0, 40));

  opening.endSegment();

  expect(opening.release()).toEqual([]);
});

test('a clip leaves out everything before its beginning, and does not call it trimmed', () => {
  const opening = makeOpening();
  opening.startClip(100 * FRAME);

  const kept = [framesOf(0, 90), framesOf(90, 20)].flatMap((frames) => opening.select(frames));

  expect(numbersOf(kept)).toEqual(upTo(100, 110));
  expect(opening.trimmedFrames).toBe(0);
});

test('tracks whose clocks unwrapped differently are compared all the same', () => {
  const opening = makeOpening();
  opening.select(framesOf(0, 60, 2 ** 33 - 10 * FRAME));

  opening.start(10 * FRAME);

  expect(numbersOf(opening.release())).toEqual(upTo(20, 60));
});

test('once a frame is kept, times that step back leave nothing out', () => {
  const opening = makeOpening();
  opening.start(10 * FRAME);
  opening.select(framesOf(0, 20));

  const kept = opening.select(framesOf(5, 3));

  expect(numbersOf(kept)).toEqual([5, 6, 7]);
});
