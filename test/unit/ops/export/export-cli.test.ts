import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { useTestFolder } from '../../media/files/files-in-folder.ts';
import { runExport, sampleRecording, startExport, startExportWithoutRoom } from './run-export.ts';
import { runInProcess } from './run-in-process.ts';

const folder = useTestFolder();
const smallest = path.join(sampleRecording, 'media/hls/160p30/playlist.m3u8');
const stackLine = /^\s+at /m;
const unprintable = /[\p{Cc}--[\n]]|\p{Cf}/v;

const out = (name = 'out.mp4'): string => folder.at('out', name);
const outputs = (): string[] => readdirSync(folder.at('out'));

/** The same segment over and over, each a part of its own: 20,000 last some seconds. */
function repeatedRecording(count: number): string {
  const entry = '#EXT-X-DISCONTINUITY\n#EXTINF:10.267,\n0.ts\n';
  cpSync(path.join(path.dirname(smallest), '0.ts'), folder.at('repeated/0.ts'));
  const head = '#EXTM3U\n#EXT-X-TARGETDURATION:11\n';
  return folder.write('repeated/a.m3u8', `${head}${entry.repeat(count)}#EXT-X-ENDLIST\n`);
}

function makeOutputFolder(): void {
  mkdirSync(folder.at('out'), { recursive: true });
}

test('a recording becomes one file, and what is in it is told', async () => {
  makeOutputFolder();

  const { exitCode, stdout, stderr } = await runExport([sampleRecording, out()]);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(outputs()).toEqual(['out.mp4']);
  const [done, ...lines] = stdout.trimEnd().split('\n');
  expect(done).toMatch(/^\/.*\/out\.mp4 {2}1\.9 MB, 0:00:\d\d\.\d{3}, made in \d+\.\d s, .*\/s$/);
  expect(lines[0]).toBe(`From      720p30, ${path.join(sampleRecording, 'media/hls/720p30/playlist.m3u8')}`);
  expect(lines[1]).toMatch(/^Video {5}avc1\.4D401F, 1280x720, 882 frames, \d+ key frames, 0:00:\d\d\.\d{3}$/);
  expect(lines[2]).toMatch(/^Audio {5}mp4a\.40\.2, 48000 Hz, 2 channels, [\d,]+ frames, 0:00:\d\d\.\d{3}$/);
  expect(lines[3]).toBe('Segments  3 read, frames unchanged');
});

test('--json prints one object, and nothing else', async () => {
  makeOutputFolder();

  const { exitCode, stdout, stderr } = await runExport([smallest, out(), '--json']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.trimEnd()).not.toContain('\n');
  expect(JSON.parse(stdout)).toEqual({
    status: 'SUCCEEDED',
    path: out(),
    playlistPath: smallest,
    rendition: null,
    wallSeconds: expect.any(Number),
    format: 'mp4',
    sizeBytes: readFileSync(out()).length,
    durationMs: expect.any(Number),
    video: {
      codec: 'avc1.4D401F',
      width: 284,
      height: 160,
      frames: 882,
      keyFrames: expect.any(Number),
      durationMs: expect.any(Number),
    },
    audio: {
      codec: 'mp4a.40.2',
      sampleRateHz: 48_000,
      channels: 2,
      frames: expect.any(Number),
      silentFramesInserted: 0,
      durationMs: expect.any(Number),
    },
    parts: [{ segment: '0.ts', startMs: 0, cause: 'start' }],
    trimmed: { videoFrames: 0, audioFrames: 0, durationMs: 0 },
    clip: null,
    segments: { total: 3, read: 3 },
    losses: [],
    warnings: expect.any(Array),
  });
});

test('workers make the very same file', async () => {
  makeOutputFolder();
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(out(name)))
      .digest('hex');

  // Some hundred milliseconds of work, for threads that come up in some tens.
  const recording = repeatedRecording(60);
  const results = await Promise.all(
    ['1', '2', '4'].map((count) => runInProcess([recording, out(`${count}.mp4`), '--workers', count])),
  );

  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(new Set(['1.mp4', '2.mp4', '4.mp4'].map(hashOf)).size).toBe(1);
});

test('the rendition, the sound alone and a clip can be chosen', async () => {
  makeOutputFolder();

  const [height, sound, clip] = await Promise.all([
    runInProcess([sampleRecording, out('h.mp4'), '--rendition', '360', '--json']),
    runInProcess([sampleRecording, out('s.m4a'), '--rendition', 'lowest', '--audio-only', '--json']),
    runInProcess([smallest, out('c.mp4'), '--from', '11', '--to', '0:00:15', '--json']),
  ]);

  expect(JSON.parse(height?.stdout ?? '')).toMatchObject({ rendition: '360p30', video: { height: 360 } });
  expect(JSON.parse(sound?.stdout ?? '')).toMatchObject({ rendition: '160p30', format: 'm4a', video: null });
  expect(JSON.parse(clip?.stdout ?? '')).toMatchObject({ segments: { total: 3, read: 1 } });
  expect(JSON.parse(clip?.stdout ?? '').clip.fromSeconds).toBeLessThanOrEqual(11);
});

test('relative paths mean what the user typed, not where npm went', async () => {
  cpSync(path.dirname(smallest), folder.at('here/rec'), { recursive: true });

  const { exitCode } = await runExport(['rec', 'out.mp4'], folder.at('here'));

  expect(exitCode).toBe(0);
  expect(existsSync(folder.at('here/out.mp4'))).toBe(true);
});

test('a file that is there is left alone, unless --force is given', async () => {
  makeOutputFolder();
  writeFileSync(out(), 'mine');

  const refused = await runInProcess([smallest, out()]);
  const kept = readFileSync(out(), 'utf8');
  const forced = await runInProcess([smallest, out(), '--force']);

  expect(refused).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `${out()} cannot be written (exists): there is a file of that name already; it is left as it is. --force replaces it.\n`,
  });
  expect(kept).toBe('mine');
  expect(forced.exitCode).toBe(0);
  expect(outputs()).toEqual(['out.mp4']);
});

function damagedRecording(): string {
  cpSync(path.dirname(smallest), folder.at('rec'), { recursive: true });
  rmSync(folder.at('rec/1.ts'));
  return folder.at('rec');
}

test('a damaged recording is refused in one sentence with its place and what to do, and nothing is left', async () => {
  makeOutputFolder();
  const recording = damagedRecording();

  for (const workers of ['1', '2']) {
    const { exitCode, stdout, stderr } = await runInProcess([recording, out(), '--workers', workers]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      `Segment 1.ts, 10.3 s into the recording, is damaged (segment-missing): expected a file at ${folder.at('rec/1.ts')}, found none. --tolerate-losses exports what is there and lists what is missing.\n`,
    );
  }
  expect(outputs()).toEqual([]);
});

test('with --json a failure is one object, too', async () => {
  makeOutputFolder();

  const { exitCode, stdout } = await runInProcess([damagedRecording(), out(), '--json']);

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    status: 'FAILED',
    error: {
      name: 'SegmentDamagedError',
      reason: 'segment-missing',
      message: expect.stringMatching(/^Segment 1\.ts, 10\.3 s into the recording, is damaged/),
    },
  });
});

test('losses that are tolerated are told one by one', async () => {
  makeOutputFolder();

  const { exitCode, stdout } = await runInProcess([damagedRecording(), out(), '--tolerate-losses']);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Lost {6}1 stretch of the recording$/m);
  expect(stdout).toMatch(/^ {10}1\.ts at 0:00:10\.267, 10\.000 s \(segment-missing\): expected a file/m);
  expect(outputs()).toEqual(['out.mp4']);
});

test('a command line that makes no sense is refused with exit code 2', async () => {
  expect(await runExport(['a', 'b.mkv'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error: the output b.mkv should end in .mp4\nnpm run export -- --help explains the usage.\n',
  });
});

test('a stack is shown with --debug only', async () => {
  const plain = await runInProcess([folder.at('no'), out()]);
  const debug = await runInProcess([folder.at('no'), out(), '--debug']);

  expect(plain.stderr).toBe(`There is no file or folder ${folder.at('no')}. Check the name.\n`);
  expect(debug.stderr).toMatch(stackLine);
});

/** Resolves when something stands in the folder. */
async function firstFileIn(directory: string): Promise<void> {
  if (readdirSync(directory).length > 0) return;
  for await (const _ of watch(directory)) return;
}

test.each([
  ['SIGINT', 130, '1'],
  ['SIGTERM', 143, '1'],
  ['SIGINT', 130, '2'],
] as const)('%s in the middle ends with %d and leaves nothing, with %s threads', async (signal, code, workers) => {
  makeOutputFolder();
  const begun = firstFileIn(folder.at('out'));
  const { child, ended } = startExport([repeatedRecording(20_000), out(), '--workers', workers]);
  await begun;

  child.kill(signal);

  const { exitCode, stdout, stderr } = await ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
  expect(stderr).toBe(`Interrupted by ${signal}; nothing was left behind.\n`);
  expect(outputs()).toEqual([]);
});

test('a file that cannot grow is one clear error, and nothing is left', async () => {
  makeOutputFolder();

  const { exitCode, stdout, stderr } = await startExportWithoutRoom([smallest, out()]).ended;

  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toBe(
    `${out()} cannot be written (too-large): it would become larger than its disk or the limits of this process allow; choose another disk.\n`,
  );
  expect(outputs()).toEqual([]);
});

test('names from outside cannot act upon the terminal', async () => {
  const evil = '\u001b]0;owned\u0007\u202e';
  cpSync(path.dirname(smallest), folder.at(evil), { recursive: true });
  folder.write(`${evil}/bad.m3u8`, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n\u202e0.ts\n#EXT-X-ENDLIST\n');
  makeOutputFolder();

  const results = await Promise.all([
    runInProcess([folder.at(evil), out(`${evil}a.mp4`)]),
    runInProcess([folder.at(evil), out(`${evil}b.mp4`), '--json']),
    runInProcess([folder.at(evil, 'bad.m3u8'), out(`${evil}c.mp4`)]),
    runInProcess([folder.at(evil, 'none'), out(`${evil}d.mp4`), '--json', '--debug']),
    runInProcess([folder.at(evil), out(`${evil}e.mp4`), '--rendition', evil]),
    runInProcess([`--${evil}\nDone.`]),
  ]);

  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 1, 1, 1, 2]);
  expect(results.filter(({ stdout, stderr }) => unprintable.test(stdout + stderr))).toEqual([]);
  expect(results.at(-1)?.stderr).not.toMatch(/^Done/m);
  expect(JSON.parse(results[1]?.stdout ?? '')).toMatchObject({ path: out(`${evil}b.mp4`) });
});
