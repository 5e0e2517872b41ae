import { expect, test } from '@jest/globals';
import { warningsOf } from '../../../local/mediaconvert/remux-warnings.ts';
import type { Loss, RemuxReport, RemuxWarning } from '../../../media/remux/remux-report.ts';

const segment = 's3://recordings/rec/1.ts';

const makeReport = (findings: Partial<Pick<RemuxReport, 'losses' | 'warnings'>>): RemuxReport => ({
  format: 'mp4',
  sizeBytes: 1,
  durationMs: 1,
  video: undefined,
  audio: undefined,
  parts: [],
  trimmed: { videoFrames: 0, audioFrames: 0, durationMs: 0 },
  clip: undefined,
  segments: { total: 1, read: 1 },
  losses: [],
  warnings: [],
  ...findings,
});

const makeLoss = (overrides: Partial<Loss> = {}): Loss => ({
  reason: 'packets-lost',
  segment,
  position: 1880,
  atSeconds: 6,
  seconds: undefined,
  finding: 'expected one thing, found another',
  ...overrides,
});

const makeWarning = (reason: RemuxWarning['reason'], count = 1): RemuxWarning => ({
  reason,
  segment,
  message: `It is about ${reason}.`,
  count,
});

test('each loss is told with its place and what is missing', () => {
  const losses = [makeLoss(), makeLoss({ reason: 'segment-gap', position: undefined, seconds: 2 })];

  expect(warningsOf(makeReport({ losses }))).toEqual([
    `Segment ${segment} at byte 1880, 6.0 s into the recording, is damaged (packets-lost): expected one thing, found another.`,
    `Segment ${segment}, 6.0 s into the recording, is damaged (segment-gap): expected one thing, found another. 2.0 s are missing.`,
  ]);
});

test('what is in every recording and changes nothing is not told', () => {
  const warnings = [makeWarning('stream-ignored'), makeWarning('extinf-wrong'), makeWarning('untagged-jump', 3)];

  expect(warningsOf(makeReport({ warnings }))).toEqual(['It is about untagged-jump. (3 times)']);
});

test('of very many only the first are told, and how many more there are', () => {
  const losses = Array.from({ length: 1000 }, () => makeLoss());

  const told = warningsOf(makeReport({ losses }));

  expect(told).toHaveLength(51);
  expect(told.at(-1)).toBe('There are 950 further warnings.');
});
