import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('48 hours across wraps and tags come out whole, with memory for their index only', () => {
  const script = join(import.meta.dirname, 'long-recording-run.ts');

  const output = execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
  const { report, tableMegabytes, wholeMegabytes } = JSON.parse(output);

  expect(report).toMatchObject({
    durationMs: 48 * 3_600_000,
    video: { frames: 5_184_000, keyFrames: 172_800, durationMs: 48 * 3_600_000 },
    audio: { frames: 8_100_000, silentFramesInserted: 0, durationMs: 48 * 3_600_000 },
    segments: { total: 21_600, read: 21_600 },
    losses: [],
    warnings: [],
  });
  expect(report.parts.map(({ startMs }: { startMs: number }) => startMs / 3_600_000)).toEqual([0, 10, 20, 30, 40]);
  expect(tableMegabytes).toBeLessThan(64);
  // With the head as it is written, of which the tables are part.
  expect(wholeMegabytes).toBeLessThan(200);
}, 120_000);
