/** Each measurement, as small as it goes: that they still run, not what they find. */
import { readFileSync, statSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { contestants, makeBundles } from '../../bench/bundles.ts';
import { measureBurst } from '../../bench/burst.ts';
import { commandOf, withExportBundles } from '../../bench/export/contestants.ts';
import type { MadeRecording } from '../../bench/export/made-recording.ts';
import { runMeasured } from '../../bench/export/measured-run.ts';
import { measureS3ToS3 } from '../../bench/export/s3-to-s3.ts';
import { runOnce } from '../../bench/run-once.ts';
import { startRecordingServer } from '../../bench/start-recording-server.ts';
import { sampleDirectory } from '../local/system/sample-copies.ts';

jest.setTimeout(120_000);

let folder: string;
let recording: MadeRecording;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ivs-recordings-bench-test-'));
  await cp(path.join(sampleDirectory, 'media/hls/160p30'), folder, { recursive: true });
  const playlist = path.join(folder, 'playlist.m3u8');
  const segments = readFileSync(playlist, 'utf8').match(/^\d+\.ts$/gm) ?? [];
  const files = segments.map((name) => path.join(folder, name));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  recording = { playlist, segments: files, bytes };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an export from S3 to S3, and one of files, tell what they took', async () => {
  const [row, files] = await withExportBundles(async (bundles) => [
    await measureS3ToS3(bundles, recording),
    await runMeasured(commandOf('export', bundles, recording, path.join(folder, 'out.mp4'))),
  ]);

  expect(row.requestsPerGb).toBeGreaterThan(0);
  expect([row.peakMemoryMb, files.peakMemoryMb].every((peak) => peak > 20)).toBe(true);
});

test('a validation tells what it took, beside the reference’s', async () => {
  const bundles = await makeBundles();
  const server = await startRecordingServer({ segmentCount: 3, segmentSeconds: 10, renditionCount: 1 });

  const requests: number[] = [];
  for (const name of contestants) requests.push((await runOnce(bundles, name, server)).requests);
  await server.stop();
  await rm(path.dirname(bundles.reference), { recursive: true });

  expect(requests.every((count) => count > 0 && count < 20)).toBe(true);
});

test('a burst loses nothing', async () => {
  expect(await measureBurst({ recordings: 2, seed: 1 }, () => {})).toMatchObject({ faults: [] });
});
