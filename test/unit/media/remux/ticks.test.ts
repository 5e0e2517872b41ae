import { expect, test } from '@jest/globals';
import { nearestTime, ticksBetween } from '../../../../media/remux/ticks.ts';

const WRAP = 2 ** 33;

test.each([
  [5, 3, 5],
  [5, WRAP - 5, WRAP + 5],
  [WRAP - 5, 3, -5],
  [5, 10 * WRAP, 10 * WRAP + 5],
  [WRAP - 1, 5 * WRAP + 4, 5 * WRAP - 1],
  [WRAP / 4, 7 * WRAP + 0.5, 7 * WRAP + WRAP / 4],
])('of the times of timestamp %d, the nearest to %d is %d', (timestamp, near, time) => {
  expect(nearestTime(timestamp, near)).toBe(time);
});

test.each([
  [10, 30, 20],
  [30, 10, -20],
  [WRAP - 10, 10, 20],
  [10, WRAP - 10, -20],
  [3 * WRAP - 10, 10, 20],
])('from %d to %d it is %d ticks round the circle', (from, to, ticks) => {
  expect(ticksBetween(from, to)).toBe(ticks);
});
