import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../local/states/clock.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const DAY_MS = 24 * 60 * 60 * 1000;

test('a delay longer than a timer can hold ends when it is due, not at once', async () => {
  let woken = false;
  const sleeping = systemClock.sleep(60 * DAY_MS, new AbortController().signal).then(() => {
    woken = true;
  });

  await jest.advanceTimersByTimeAsync(60 * DAY_MS - 1);
  const before = woken;
  await jest.advanceTimersByTimeAsync(1);
  await sleeping;

  expect({ before, woken }).toEqual({ before: false, woken: true });
});

test('an aborted delay ends with the reason and leaves no timer behind', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(DAY_MS, stop.signal);

  stop.abort(new Error('enough'));

  await expect(sleeping).rejects.toThrow('enough');
  await expect(systemClock.sleep(DAY_MS, stop.signal)).rejects.toThrow('enough');
  expect(jest.getTimerCount()).toBe(0);
});
