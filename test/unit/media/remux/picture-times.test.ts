import { expect, test } from '@jest/globals';
import { newPictureTimesState, PictureTimes } from '../../../../media/remux/picture-times.ts';

function placeAll(times: readonly (readonly [decode: number, presentation: number])[]) {
  const state = newPictureTimesState();
  const pictures = new PictureTimes(state);
  const placed = times.map(([decode, presentation], index) => {
    const delay = pictures.place(decode, presentation, decode - (times[index - 1]?.[0] ?? Number.NaN));
    return { at: pictures.decodeTime, offset: pictures.compositionOffset, delay };
  });
  return { placed, state, pictures };
}

test('the first picture is decoded at 0 and shown at its composition offset', () => {
  const { placed, state } = placeAll([
    [-6000, 0],
    [-3000, 9000],
    [0, 3000],
    [3000, 6000],
  ]);

  expect(placed).toEqual([
    { at: 0, offset: 6000, delay: 0 },
    { at: 3000, offset: 12_000, delay: 0 },
    { at: 6000, offset: 3000, delay: 0 },
    { at: 9000, offset: 3000, delay: 0 },
  ]);
  expect(state.startDelay).toBe(0);
});

test('a first picture that is shown late delays the track', () => {
  const { placed, state } = placeAll([
    [87_000, 90_000],
    [90_000, 93_000],
  ]);

  expect(placed.map(({ at }) => at)).toEqual([0, 3000]);
  expect(state.startDelay).toBe(90_000);
});

test.each([
  ['repeats', [0, 0, 3000], [0, 1, 3000], [0, 1, 0]],
  ['steps back', [0, 3000, 2000, 6000], [0, 3000, 3001, 6000], [0, 0, 1001, 0]],
  ['repeats many times', [0, 0, 0, 0, 3000], [0, 1, 2, 3, 3000], [0, 1, 2, 3, 0]],
])('where a decode time %s, only decoding moves', (_, decode, expected, delays) => {
  const { placed } = placeAll(decode.map((time) => [time, time + 9000]));

  expect(placed.map(({ at }) => at)).toEqual(expected);
  expect(placed.map(({ delay }) => delay)).toEqual(delays);
  // Relative to the first picture's: shown when the stream says.
  expect(placed.map(({ at, offset }) => at + offset)).toEqual(decode.map((time) => time + 9000));
});

test('a picture that would be shown before it is decoded is shown then', () => {
  const { placed } = placeAll([
    [0, 0],
    [0, 0],
  ]);

  expect(placed[1]).toEqual({ at: 1, offset: 0, delay: 1 });
});

test('the video ends with the picture that is shown last, not with the one that is decoded last', () => {
  const { pictures } = placeAll([
    [0, 3000],
    [3000, 12_000],
    [6000, 6000],
    [9000, 9000],
  ]);

  expect(pictures.end).toBe(15_000);
  expect([pictures.nextDecodeTime, pictures.endDecodeTime]).toEqual([9001, 12_000]);
});

test('before the first picture video ends at 0, and the first may be decoded at any time', () => {
  const { pictures } = placeAll([]);

  expect(pictures.end).toBe(0);
  expect(pictures.nextDecodeTime).toBe(Number.NEGATIVE_INFINITY);
});
