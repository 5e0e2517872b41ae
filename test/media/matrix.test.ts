/** The matrix itself: the same on every run, and what its rows say it is. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EncodeCache } from '../../scripts/media-matrix/encode-cache.ts';
import { matrixCases } from '../../scripts/media-matrix/matrix-cases.ts';
import { MatrixKit, writeRecording } from '../../scripts/media-matrix/matrix-recording.ts';
import { hashWithFfmpeg } from './ffmpeg-oracle.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';

const matrix = new MatrixFolder();

test('each case has a name of its own, and says what is special about it', () => {
  const names = matrixCases.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  expect(new Set(matrixCases.map(({ about }) => about)).size).toBeGreaterThan(names.length - 10);
});

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'base64')] as const)),
  );
}

testWithFfmpeg('a case that is encoded twice has the same bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'media-matrix-twice-'));
  const made = matrixCases.find(({ name }) => name === 'timed-metadata')!;

  for (const run of ['one', 'two']) {
    const kit = new MatrixKit(new EncodeCache(join(folder, `cache-${run}`)));
    await writeRecording(await made.make(kit), join(folder, run));
  }

  expect(await filesOf(join(folder, 'one'))).toEqual(await filesOf(join(folder, 'two')));
  await rm(folder, { recursive: true });
});

testWithFfmpeg(
  'the stand-in of a real recording begins at 61 s and ends with 0.43 s of video and 2.98 s of audio',
  async () => {
    const { recording, playlist } = await matrix.write('real-shape');

    const [part] = recording.parts;
    const extinf = [...(await readFile(playlist, 'utf8')).matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) =>
      Number(seconds),
    );
    const lastSegment = 61 + extinf.slice(0, -1).reduce((sum, seconds) => sum + seconds, 0);
    const isInLast = ({ pts }: { pts: number }) => pts / 90_000 > lastSegment - 0.001;
    expect(part!.video[0]!.pts / 90_000).toBe(61);
    expect(extinf.slice(0, 3)).toEqual([10.267, 10, 10.666]);
    expect(extinf.length).toBe(17);
    expect(part!.video.filter(isInLast).length / 30).toBeCloseTo(0.43, 1);
    expect(part!.audio.filter(isInLast).length / 46.875).toBeCloseTo(2.98, 1);
  },
);

testWithFfmpeg.each(['main-profile', 'open-gop', 'interlaced', 'surround', 'stereo-44100', 'tiny-pes', 'map'])(
  'ffmpeg reads as many packets and pictures of %s as were put in, and complains of nothing',
  async (name) => {
    const { recording } = await matrix.write(name);
    const { segments, parts, map = Buffer.alloc(0) } = recording;
    const bytes = Buffer.concat([map, ...segments.map((segment) => segment.bytes!)]);

    const [hashes] = await hashWithFfmpeg([{ name: 'all.mpegts', bytes, hasVideo: true, hasAudio: true }]);

    expect(hashes!.video.length).toBe(parts[0]!.video.length);
    expect(hashes!.pictures.length).toBe(parts[0]!.video.length);
    expect(hashes!.audio.length).toBe(parts[0]!.audio.length);
  },
);
