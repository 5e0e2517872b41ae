import { expect, test } from '@jest/globals';
import { endOfFrame, isCounted, parseTimecode, startOfFrame } from '../../../local/mediaconvert/timecode.ts';

test.each([
  ['00:00:00:00', 30, 0],
  ['01:02:03:15', 30, 3723.5],
  ['24:59:59:59', 60, 89_999 + 59 / 60],
  // Frame 107,892 at 30,000 / 1,001 a second.
  ['00:59:56:12', 30_000 / 1001, 3600 - 0.0036],
])('%s at %d frames a second begins at %d s', (text, rate, seconds) => {
  expect(startOfFrame(parseTimecode(text)!, 1 / rate)).toBeCloseTo(seconds, 6);
});

test('the frame that an end names is in the clip', () => {
  expect(endOfFrame(parseTimecode('00:00:01:14')!, 1 / 15)).toBeCloseTo(2, 9);
});

test('a second at 29.97 has 30 numbers', () => {
  const isCountedAt = (text: string) => isCounted(parseTimecode(text)!, 1001 / 30_000);

  expect([isCountedAt('00:00:00:29'), isCountedAt('00:00:00:30')]).toEqual([true, false]);
});

test.each(['', '0:00:00:00', '25:00:00:00', '00:60:00:00', '00:00:00', '00:00:00:000', '00:00:00;00'])(
  '"%s" is no timecode',
  (text) => {
    expect(parseTimecode(text)).toBeUndefined();
  },
);
