import { describe, expect, test } from '@jest/globals';
import { audioTimecodeRate, endTimecode, startTimecode } from '../../../lambdas/plan-export/timecode.ts';

const ntsc = 30_000 / 1001;
const fastNtsc = 60_000 / 1001;
const film = 24_000 / 1001;

describe('a clip begins with the first frame at or after its time', () => {
  test.each([
    [0, 30, '00:00:00:00'],
    [1, 30, '00:00:01:00'],
    [1.5, 30, '00:00:01:15'],
    [1.51, 30, '00:00:01:16'],
    // 0.1 + 0.2 is a little more than 0.3: that is still frame 9.
    [0.1 + 0.2, 30, '00:00:00:09'],
    [59.999, 25, '00:01:00:00'],
    [3600, 60, '01:00:00:00'],
    [86_399.99, 50, '24:00:00:00'],
    // Frame 107,893, counted in thirties; the one before begins 3.6 ms earlier.
    [3600, ntsc, '00:59:56:13'],
    [10, ntsc, '00:00:10:00'],
    [1001, ntsc, '00:16:40:00'],
    [3600, fastNtsc, '00:59:56:25'],
    [3600, film, '00:59:56:10'],
    [30.75, audioTimecodeRate, '00:00:30:75'],
  ])('%d s at %d frames a second is %s', (seconds, rate, expected) => {
    expect(startTimecode(seconds, rate)).toBe(expected);
  });
});

describe('a clip ends with the last frame before its time, which MediaConvert takes as well', () => {
  test.each([
    [0, 1, 30, '00:00:00:29'],
    [0, 10, 60, '00:00:09:59'],
    [5, 5.5, 30, '00:00:05:14'],
    [0, 3600, ntsc, '00:59:56:12'],
    [0, 3600, film, '00:59:56:09'],
    [10, 20.25, audioTimecodeRate, '00:00:20:24'],
  ])('%d to %d s at %d frames a second is %s', (from, to, rate, expected) => {
    expect(endTimecode(from, to, rate)).toBe(expected);
  });

  test('and has one frame, however short it is', () => {
    expect([startTimecode(1, 30), endTimecode(1, 1.001, 30)]).toEqual(['00:00:01:00', '00:00:01:00']);
    expect([startTimecode(1.01, 30), endTimecode(1.01, 1.02, 30)]).toEqual(['00:00:01:01', '00:00:01:01']);
  });
});

test.each([15, film, 24, 25, ntsc, 30, 50, fastNtsc, 60])(
  'clips that follow each other share no frame and leave none out, at %d a second',
  (rate) => {
    const frames = (text: string): number => {
      const [hours = 0, minutes = 0, seconds = 0, frame = 0] = text.split(':').map(Number);
      return ((hours * 60 + minutes) * 60 + seconds) * Math.round(rate) + frame;
    };

    for (const cut of [0.2, 1, 7.777, 59.94, 61.001, 3599.999, 43_210.123]) {
      expect(frames(startTimecode(cut, rate)) - frames(endTimecode(0, cut, rate))).toBe(1);
    }
  },
);
