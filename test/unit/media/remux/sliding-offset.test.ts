import { expect, test } from '@jest/globals';
import { newSlidingOffsetState, SlidingOffset } from '../../../../media/remux/sliding-offset.ts';

test('an offset holds for all times until it slides, and then for those from there on', () => {
  const offset = new SlidingOffset(newSlidingOffsetState());
  offset.begin(-500);
  offset.slide(20, 1000);
  offset.slide(30, 2000);

  expect([0, 999, 1000, 1999, 2000, 9999].map((time) => offset.at(time))).toEqual([-500, -500, -480, -480, -450, -450]);
  expect(offset.current).toBe(-450);
});

test('a slide that is asked for before the last one takes place with it', () => {
  const offset = new SlidingOffset(newSlidingOffsetState());
  offset.begin(0);
  offset.slide(20, 1000);
  offset.slide(30, 900);

  expect([899, 900, 1000].map((time) => offset.at(time))).toEqual([0, 0, 50]);
});

test('what happened more than a minute ago is forgotten, except where it led', () => {
  const state = newSlidingOffsetState();
  const offset = new SlidingOffset(state);
  offset.begin(0);

  for (let second = 1; second <= 1000; second++) offset.slide(1, second * 90_000);

  expect(offset.current).toBe(1000);
  expect(offset.at(941 * 90_000)).toBe(941);
  expect(state.changes.length).toBeLessThan(65);
});

test('another part begins with an offset of its own', () => {
  const offset = new SlidingOffset(newSlidingOffsetState());
  offset.begin(0);
  offset.slide(20, 1000);

  offset.begin(7);

  expect([offset.at(0), offset.at(5000), offset.current]).toEqual([7, 7, 7]);
});
