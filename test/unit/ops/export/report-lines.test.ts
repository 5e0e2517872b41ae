import { expect, test } from '@jest/globals';
import type { RemuxReport } from '../../../../media/remux/remux-report.ts';
import { reportLines } from '../../../../ops/export/report-lines.ts';

const plainReport: RemuxReport = {
  format: 'mp4',
  sizeBytes: 465_082_347,
  durationMs: 600_000,
  video: {
    codec: 'avc1.640028',
    width: 1920,
    height: 1080,
    frames: 18_000,
    keyFrames: 300,
    durationMs: 600_000,
  },
  audio: {
    codec: 'mp4a.40.2',
    sampleRateHz: 48_000,
    channels: 2,
    frames: 28_125,
    silentFramesInserted: 0,
    durationMs: 600_000,
  },
  parts: [{ segment: '0.ts', startMs: 0, cause: 'start' }],
  trimmed: { videoFrames: 0, audioFrames: 0, durationMs: 0 },
  clip: undefined,
  segments: { total: 100, read: 100 },
  losses: [],
  warnings: [],
};

const linesOf = (report: Partial<RemuxReport>, recording = { playlistPath: '/rec/1080p30/playlist.m3u8' }) =>
  reportLines({
    output: '/home/user/out.mp4',
    recording: { rendition: '1080p30', ...recording },
    report: { ...plainReport, ...report },
    wallSeconds: 1.5,
  }).map(({ text }) => text);

test('a whole recording is told in five lines', () => {
  expect(linesOf({})).toEqual([
    '/home/user/out.mp4  465 MB, 0:10:00.000, made in 1.5 s, 310 MB/s',
    'From      1080p30, /rec/1080p30/playlist.m3u8',
    'Video     avc1.640028, 1920x1080, 18,000 frames, 300 key frames, 0:10:00.000',
    'Audio     mp4a.40.2, 48000 Hz, 2 channels, 28,125 frames, 0:10:00.000',
    'Segments  100 read, frames unchanged',
  ]);
});

test('all that was inserted, joined, trimmed and left out is told', () => {
  const lines = linesOf({
    audio: plainReport.audio && { ...plainReport.audio, silentFramesInserted: 12 },
    parts: [
      { segment: '0.ts', startMs: 0, cause: 'start' },
      { segment: '7.ts', startMs: 70_125, cause: 'tag' },
      { segment: '9.ts', startMs: 90_000, cause: 'jump' },
    ],
    trimmed: { videoFrames: 0, audioFrames: 3, durationMs: 64 },
    clip: { fromSeconds: 28, toSeconds: 60 },
    segments: { total: 100, read: 4 },
  });

  expect(lines.slice(4)).toEqual([
    'Segments  4 of 100 read, frames unchanged',
    'Inserted  12 silent audio frames where there was no sound',
    'Joined    3 parts, each with a clock of its own',
    '          at 0:01:10.125, 7.ts: a discontinuity in the playlist',
    '          at 0:01:30.000, 9.ts: a jump of the timestamps',
    'Trimmed   0 video frames and 3 audio frames at the beginning (0.064 s), to start on a key frame',
    'Clip      0:00:28.000 to 0:01:00.000 of the recording, by the playlist',
  ]);
});

const loss = {
  reason: 'segment-missing',
  segment: '5.ts',
  position: undefined,
  atSeconds: 30,
  seconds: 6,
  finding: 'expected a file, found none',
};

test('losses and warnings are told, each with its place', () => {
  const lines = linesOf({
    losses: [loss, { ...loss, reason: 'sync-lost', position: 188, seconds: undefined }],
    warnings: [{ reason: 'realigned', segment: '3.ts', message: 'The clock moved.', count: 4 }],
  });

  expect(lines.slice(5)).toEqual([
    'Lost      2 stretches of the recording',
    '          5.ts at 0:00:30.000, 6.000 s (segment-missing): expected a file, found none',
    '          5.ts at 0:00:30.000 (sync-lost): expected a file, found none',
    'Warnings  1',
    '          3.ts: The clock moved. (4 times)',
  ]);
});

test('a long list is cut, which is told', () => {
  const lines = linesOf({ losses: Array.from({ length: 1000 }, () => loss) });

  expect(lines).toHaveLength(5 + 1 + 20 + 1);
  expect(lines.at(-1)).toBe('          and 980 more, which --json lists');
});

test('sound alone and pictures alone are told as what they are', () => {
  expect(linesOf({ video: undefined }).filter((line) => /^(Video|Audio)/.test(line))).toHaveLength(1);
  expect(linesOf({ audio: undefined }).filter((line) => /^(Video|Audio)/.test(line))).toHaveLength(1);
});

test('nothing from a playlist can act upon the terminal', () => {
  const evil = '\u001b]0;x\u0007\n\u202eA';

  const lines = linesOf(
    {
      losses: [{ ...loss, segment: evil, finding: evil }],
      warnings: [{ reason: 'realigned', segment: evil, message: evil, count: 1 }],
      parts: [plainReport.parts, { segment: evil, startMs: 0, cause: 'tag' as const }].flat(),
    },
    { playlistPath: evil },
  );

  expect(lines.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
});
