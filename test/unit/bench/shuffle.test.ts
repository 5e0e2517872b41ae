import { expect, test } from '@jest/globals';
import { seededRandom, shuffle } from '../../../bench/burst/shuffle.ts';

const values = Array.from({ length: 100 }, (_, index) => index);

test('the same seed gives the same order, another one another', () => {
  const [once, again, other] = [7, 7, 8].map((seed) => shuffle(values, seededRandom(seed)));

  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});

test('what is shuffled is all there, and nowhere near where it was', () => {
  const shuffled = shuffle(values, seededRandom(1));

  expect(shuffled.toSorted((one, next) => one - next)).toEqual(values);
  expect(shuffled.filter((value, index) => value === index).length).toBeLessThan(10);
});
