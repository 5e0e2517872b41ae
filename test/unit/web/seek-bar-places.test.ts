import { expect, test } from '@jest/globals';
import { missingMarks, recordedSecondsAt } from '../../../web/player/missing-marks.ts';
import { missingText } from '../../../web/player/missing-text.ts';
import { makeStoryboard, pictureAt, sampleOf } from '../../../web/player/storyboard.ts';

const lacking = (...ranges: { rendition: string; startSeconds: number; seconds: number; replacedBy?: string }[]) => ({
  seconds: 0,
  skippedSeconds: 0,
  ranges,
  rangesLeftOut: 0,
});

test('what is skipped in every quality is one mark, where the playback goes on behind it', () => {
  const marks = missingMarks(
    lacking(
      { rendition: '720p30', startSeconds: 10, seconds: 10 },
      { rendition: '160p30', startSeconds: 10.001, seconds: 9.999 },
    ),
  );

  expect(marks).toEqual([
    {
      atSeconds: 10,
      shownSeconds: 0,
      missingSeconds: 10,
      isSkipped: true,
      renditions: ['720p30', '160p30'],
      replacedBy: [],
    },
  ]);
});

test('a replaced part comes earlier by what is skipped before it', () => {
  const marks = missingMarks(
    lacking(
      { rendition: '720p30', startSeconds: 10, seconds: 10 },
      { rendition: '720p30', startSeconds: 40, seconds: 20, replacedBy: '480p30' },
    ),
  );

  expect(marks.map(({ atSeconds, shownSeconds }) => [atSeconds, shownSeconds])).toEqual([
    [10, 0],
    [30, 20],
  ]);
  expect(marks.map(missingText)).toEqual(['10 seconds missing here', '20 seconds missing in 720p30, shown in 480p30']);
});

test('a moment of the playback is later in what was recorded, by what was skipped', () => {
  const marks = missingMarks(
    lacking(
      { rendition: '720p30', startSeconds: 10, seconds: 10 },
      { rendition: '720p30', startSeconds: 30, seconds: 5 },
    ),
  );

  expect([9, 10, 19, 20].map((seconds) => recordedSecondsAt(seconds, marks))).toEqual([9, 20, 29, 35]);
});

test('a recording that lacks nothing has no marks', () => {
  expect(missingMarks(undefined)).toEqual([]);
});

test.each([
  [29.995, 3, 10],
  [3600, 60, 60],
  [3601, 61, 60],
  [65, 2, 60],
  [20, 1, 60],
  [1000, 3, 1000 / 3],
])('%p seconds with %p pictures have one every %p seconds', (seconds, count, interval) => {
  expect(makeStoryboard({ urlTemplate: '/thumb{index}.jpg', count }, seconds)?.intervalSeconds).toBe(interval);
});

test('the picture of a moment is the last one taken before it', () => {
  const storyboard = makeStoryboard({ urlTemplate: '/thumb{index}.jpg', count: 3 }, 29.995)!;

  expect([0, 9.9, 10, 29, 99].map((seconds) => pictureAt(storyboard, seconds))).toEqual(
    [0, 0, 1, 2, 2].map((index) => `/thumb${index}.jpg`),
  );
});

test('pictures whose number nobody knows are no storyboard', () => {
  expect(makeStoryboard({ urlTemplate: '/thumb{index}.jpg' }, 60)).toBeUndefined();
  expect(makeStoryboard(undefined, 60)).toBeUndefined();
});

test('a sample of many pictures spreads over all of them', () => {
  expect(sampleOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([0, 2, 4, 6, 8]);
  expect(sampleOf([0, 1], 5)).toEqual([0, 1]);
});
