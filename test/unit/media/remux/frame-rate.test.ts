import { expect, test } from '@jest/globals';
import { frameRateOf } from '../../../../media/remux/frame-rate.ts';

const ntsc = 30_000 / 1001;

/** Times of pictures in ticks, as a source writes them that counts in whole milliseconds. */
const inMilliseconds = (rate: number, count: number, firstTick = 0): number[] =>
  Array.from({ length: count }, (_, index) => (firstTick + Math.round((index / rate) * 1000) * 90) % 2 ** 33);

test.each([
  ['what is declared, which the times cannot tell so well', ntsc, inMilliseconds(ntsc, 60), ntsc],
  ['what is declared, without times', 60, [], 60],
  ['a declared 29.97 that is written with four digits', 29.97, [], ntsc],
  ['the times, where something quite different is declared', 50, inMilliseconds(25, 60), 25],
  ['the times, where nothing is declared', undefined, inMilliseconds(30, 300), 30],
  ['the times of 29.97 in milliseconds, over ten seconds', undefined, inMilliseconds(ntsc, 300), ntsc],
  ['the times of 23.976', undefined, inMilliseconds(24_000 / 1001, 240), 24_000 / 1001],
  ['times that wrap', undefined, inMilliseconds(30, 300, 2 ** 33 - 90_000), 30],
  ['nothing, with too few pictures', undefined, inMilliseconds(30, 11), undefined],
  ['nothing, with none', undefined, [], undefined],
])('believes %s', (_, declared, times, expected) => {
  expect(frameRateOf(declared, times)).toBe(expected);
});

test('the order of times does not matter: pictures are decoded in another one', () => {
  const times = inMilliseconds(25, 100);

  expect(frameRateOf(undefined, [...times.slice(3), ...times.slice(0, 3)])).toBe(25);
});

test('a rate that is no standard one is taken as it is', () => {
  expect(frameRateOf(15, [])).toBe(15);
  expect(frameRateOf(undefined, inMilliseconds(12.5, 100))).toBeCloseTo(12.5, 3);
});
