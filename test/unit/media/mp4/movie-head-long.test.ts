import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('the index of 48 hours is kept in 60 MB, takes twice as much when written, and is right to the tick', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'long-index.ts')]);

  const { figures, summary } = JSON.parse(stdout);
  expect(figures.samples).toEqual([5_184_000, 8_100_000]);
  expect(figures.tableBytes).toBeLessThan(60e6);
  expect(figures.headBytes).toBeLessThan(130e6);
  expect(figures.estimatedBytes / figures.headBytes).toBeCloseTo(1, 3);
  expect(summary).toMatchObject({
    durationMs: 172_800_000,
    tracks: [{ durationTicks: 172_800 * 90_000 }, { durationTicks: 172_800 * 48_000 }],
  });
  expect(summary.topLevelBoxes.at(-1).sizeBytes).toBe(16 + figures.mediaBytes);
  expect(figures.lastChunkAt).toBeLessThan(figures.mediaBytes);
  expect(figures.lastChunkAt).toBeGreaterThan(figures.mediaBytes - 2 ** 20);
});
