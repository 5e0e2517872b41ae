import { expect, test } from '@jest/globals';
import { newPace } from '../../../../media/remux/pace.ts';
import {
  followAudio,
  followVideo,
  isJump,
  newTrackClock,
  resetClock,
  unwrap,
} from '../../../../media/remux/track-clock.ts';

const WRAP = 2 ** 33;
const SECOND = 90_000;

function follow(timestamps: readonly number[]) {
  const clock = newTrackClock();
  const jumps: boolean[] = [];
  const times = timestamps.map((timestamp) => {
    const time = unwrap(clock, timestamp);
    jumps.push(followVideo(clock, time));
    return time;
  });
  return { clock, times, jumps };
}

test('times go on across wraps, of which 48 hours have two', () => {
  const hour = 3600 * SECOND;
  const timestamps = Array.from({ length: 48 * 400 }, (_, index) => (index * 9 * SECOND) % WRAP);

  const { times, jumps } = follow(timestamps);

  expect(times.at(-1)).toBe(48 * hour - 9 * SECOND);
  expect(jumps).not.toContain(true);
});

test.each([
  ['forwards by 10 s', 10 * SECOND, false],
  ['forwards by more', 10 * SECOND + 1, true],
  ['backwards by 0.1 s', -SECOND / 10, false],
  ['backwards by more', -SECOND / 10 - 1, true],
  ['not at all', 0, false],
])('a step %s', (_, ticks, expected) => {
  expect(isJump(ticks)).toBe(expected);
});

test.each([
  ['a constant rate', [0, 3000, 6000], 3000],
  ['a rate that does not divide the clock', [0, 1501, 3003, 4504], 1501],
  ['a pause before the last picture', [0, 3000, 6000, 206_000], 3000],
  ['a pause before the one before', [0, 3000, 203_000, 206_000], 3000],
  ['a time that repeats', [0, 3000, 6000, 6000], 3000],
  ['a time that steps back', [0, 3000, 6000, 5000], 3000],
  ['a jump', [0, 3000, 6000, 100 * SECOND], 3000],
  ['a jump behind the first picture', [0, 100 * SECOND], 3000],
  ['a jump, and a picture behind it', [0, 3000, 100 * SECOND, 100 * SECOND + 9000], 9000],
  ['one picture', [7], 3000],
  ['two pictures', [0, 1500], 1500],
])('how long a picture lasts, with %s', (_, timestamps, ticks) => {
  expect(follow(timestamps).clock.pace.frameTicks).toBe(ticks);
});

test('audio jumps when it is far from where the frame before ends', () => {
  const clock = { ...newTrackClock(), pace: { ...newPace(), frameTicks: 1920 } };

  const jumps = [0, 1920, 3840, 3840 + 1920 + 11 * SECOND].map((time) => followAudio(clock, time));

  expect(jumps).toEqual([false, false, false, true]);
});

test('after a reset the next timestamp is taken as it is', () => {
  const { clock } = follow([WRAP - 3000, 0]);
  resetClock(clock);

  const time = unwrap(clock, 5);
  const hasJumped = followVideo(clock, time);

  expect([time, hasJumped]).toEqual([5, false]);
});
