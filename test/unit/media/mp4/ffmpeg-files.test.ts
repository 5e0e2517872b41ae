import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { FakeObject } from './fake-object.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const testWithFfmpeg = hasFfmpeg ? test : test.skip;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-mp4-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Two seconds of test picture and tone, with the encoders that every ffmpeg has. */
async function makeFile(...options: string[]): Promise<Uint8Array> {
  const file = join(folder, 'made.mp4');
  const inputs = ['testsrc=s=320x180:r=25:d=2', 'sine=f=440:r=48000:d=2'].flatMap((source) => [
    '-f',
    'lavfi',
    '-i',
    source,
  ]);
  const codecs = ['-c:v', 'mpeg4', '-c:a', 'aac', ...options];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...inputs, ...codecs, file]);
  return readFile(file);
}

testWithFfmpeg.each([
  ['with its index behind', [], false],
  ['with its index in front', ['-movflags', '+faststart'], true],
])('reads the file that ffmpeg writes %s', async (_, options, isFastStart) => {
  const bytes = await makeFile(...options);

  const summary = await inspectMp4(new FakeObject([bytes]));

  expect(summary).toMatchObject({ isFastStart, isFragmented: false });
  expect(summary.brands[0]).toBe('isom');
  expect(summary.tracks).toMatchObject([
    { id: 1, kind: 'video', codec: 'mp4v', width: 320, height: 180, durationMs: 2000 },
    { id: 2, kind: 'audio', codec: 'mp4a.40.2', timescale: 48_000 },
  ]);
  expect(Math.abs(summary.durationMs - 2000)).toBeLessThan(50);
});

testWithFfmpeg('reads the fragmented file that ffmpeg writes', async () => {
  const bytes = await makeFile('-movflags', '+frag_keyframe+empty_moov');

  const summary = await inspectMp4(new FakeObject([bytes]));

  expect(summary).toMatchObject({ isFragmented: true, tracks: [{ kind: 'video' }, { kind: 'audio' }] });
});

testWithFfmpeg('refuses a file of ffmpeg that lost its last byte', async () => {
  const bytes = await makeFile();

  await expect(inspectMp4(new FakeObject([bytes.subarray(0, -1)]))).rejects.toMatchObject({ name: 'Mp4DamagedError' });
});
