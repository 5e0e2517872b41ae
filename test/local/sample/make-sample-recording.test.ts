import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parseSampleOptions } from '../../../scripts/sample/options.ts';
import { planTimeline } from '../../../scripts/sample/timeline.ts';
import { testWith } from './optional-tool.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/make-sample-recording.ts');
const out = mkdtempSync(join(tmpdir(), 'sample-test-'));

afterAll(() => rmSync(out, { recursive: true, force: true }));

function runScript(args: string[], environment: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [SCRIPT, '--out', out, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
}

test('without ffmpeg the script says what to install and makes nothing', () => {
  const { status, stderr } = runScript([], { FFMPEG_PATH: '/nowhere/ffmpeg' });

  expect(status).toBe(1);
  expect(stderr).toMatch(/^FfmpegMissingError: ffmpeg could not be started as "\/nowhere\/ffmpeg".*FFMPEG_PATH/);
  expect(existsSync(join(out, 'h7RkV3sNp8Ya'))).toBe(false);
});

testWith('ffmpeg', 'making a sample recording')(
  'with ffmpeg the script makes a recording of the length and renditions asked for',
  () => {
    const { status, stdout } = runScript(['--seconds', '3', '--renditions', '160p30'], { FFMPEG_PATH: '' });

    const recording = join(out, 'h7RkV3sNp8Ya');
    const { media } = JSON.parse(readFileSync(join(recording, 'events/recording-ended.json'), 'utf8'));
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${recording}\n` });
    expect(media.hls.renditions).toHaveLength(1);
    expect(media.hls.duration_ms).toBe(2987); // 140 AAC frames
    expect(existsSync(join(recording, 'media/hls/160p30/0.ts'))).toBe(true);
    expect(existsSync(join(recording, 'media/thumbnails/thumb0.jpg'))).toBe(true);
  },
);

test.each([
  [['--seconds', 'ten'], '--seconds is "ten", expected a number greater than 0.'],
  [['--seconds', '9', '--minutes', '9'], '--seconds and --minutes were both given; give one of them.'],
  [['--renditions', '4k'], '--renditions names "4k", expected some of 720p30, 480p30, 360p30, 160p30.'],
  [['--speed'], 'Unknown option'],
])('%j is refused with a reason', (args, reason) => {
  expect(() => parseSampleOptions(args)).toThrow(reason);
});

test('options have defaults, minutes count as seconds, and renditions keep the order of the ladder', () => {
  expect(parseSampleOptions([])).toMatchObject({ out: 'local/sample', seconds: 30 });
  const options = parseSampleOptions(['--minutes', '2', '--renditions', '160p30,720p30']);
  expect(options?.seconds).toBe(120);
  expect(options?.rungs.map((rung) => rung.name)).toEqual(['720p30', '160p30']);
});

test('a longer recording has segments of 10 to 11 s without overlap, and all its frames in one of them', () => {
  const { segments, videoFrameCount, audioFrameCount } = planTimeline(600);

  const intervals = segments.flatMap((segment) => segment.intervals);
  const lengths = segments.map(({ intervals: own }) => own.at(-1)!.endTicks - own[0]!.startTicks);

  expect(Math.max(...lengths)).toBeLessThanOrEqual(11.2 * 90_000);
  expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThanOrEqual(10 * 90_000);
  expect(intervals.reduce((sum, interval) => sum + interval.videoFrameCount, 0)).toBe(videoFrameCount);
  expect(intervals.reduce((sum, interval) => sum + interval.audioFrameCount, 0)).toBe(audioFrameCount);
  expect(intervals.slice(1).map((one) => one.startTicks)).toEqual(intervals.slice(0, -1).map((one) => one.endTicks));
});

test('a recording of less than two seconds is refused', () => {
  expect(() => planTimeline(1)).toThrow('at least 2 s');
});
