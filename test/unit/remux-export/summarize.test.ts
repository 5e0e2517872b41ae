import { expect, test } from '@jest/globals';
import { summarize } from '../../../lambdas/remux-export/summarize.ts';
import type { RemuxReport } from '../../../media/remux/remux-report.ts';

const report: RemuxReport = {
  format: 'mp4',
  sizeBytes: 1234,
  durationMs: 6037,
  video: { codec: 'avc1.4D401F', width: 160, height: 90, frames: 90, keyFrames: 3, durationMs: 6000 },
  audio: {
    codec: 'mp4a.40.2',
    sampleRateHz: 48_000,
    channels: 2,
    frames: 283,
    silentFramesInserted: 4,
    durationMs: 6037,
  },
  parts: [
    { segment: '0.ts', startMs: 0, cause: 'start' },
    { segment: '2.ts', startMs: 4000, cause: 'tag' },
  ],
  trimmed: { videoFrames: 2, audioFrames: 0, durationMs: 133 },
  clip: undefined,
  segments: { total: 3, read: 3 },
  losses: [],
  warnings: [
    { reason: 'realigned', segment: '1.ts', message: 'audio was early', count: 7 },
    { reason: 'track-late', segment: '0.ts', message: 'audio begins late', count: 1 },
  ],
};

test('a report becomes the few figures that people ask for', () => {
  expect(summarize(report)).toEqual({
    sizeBytes: 1234,
    durationMs: 6037,
    videoDurationMs: 6000,
    audioDurationMs: 6037,
    videoFrames: 90,
    audioFrames: 283,
    silentFramesInserted: 4,
    parts: 2,
    trimmedMs: 133,
    warnings: ['realigned (7 times): audio was early', 'track-late: audio begins late'],
  });
});

test('a track that is not there has no duration and no frames', () => {
  const summary = summarize({ ...report, audio: undefined });

  expect(summary).not.toHaveProperty('audioDurationMs');
  expect(summary).toMatchObject({ audioFrames: 0, silentFramesInserted: 0 });
});

test('however much there is to warn of, a summary stays small enough for a state', () => {
  const [warning] = report.warnings;
  const warnings = Array.from({ length: 1000 }, () => ({ ...warning!, message: 'x'.repeat(10_000) }));

  expect(JSON.stringify(summarize({ ...report, warnings })).length).toBeLessThan(5000);
});
