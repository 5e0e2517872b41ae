import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelJobCommand } from '@aws-sdk/client-mediaconvert';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findFfmpeg } from '../../../local/mediaconvert/find-ffmpeg.ts';
import { type Bench, encodedOutput, makeSettings, startBench } from './test-bench.ts';
import { inspectMp4, putTinyHls, tinyFacts } from './tiny-hls.ts';

let directory: string;
let bench: Bench | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'encode-test-'));
});

afterEach(async () => {
  await bench?.stop();
  bench = undefined;
  await rm(directory, { recursive: true });
});

const settings = makeSettings({ outputs: [encodedOutput] });

async function startBenchWith(ffmpegPath: string): Promise<Bench> {
  bench = await startBench({ ffmpegPath });
  putTinyHls(bench.s3);
  return bench;
}

/** A program in ffmpeg's place; `script` is JavaScript. */
async function writeStandIn(script: string): Promise<string> {
  const path = join(directory, 'ffmpeg');
  await writeFile(path, `#!${process.execPath}\n${script}`);
  await chmod(path, 0o755);
  return path;
}

test('without ffmpeg the job fails and says what to install or to set', async () => {
  const { run } = await startBenchWith(join(directory, 'none'));

  const job = await run(settings);

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1999 });
  expect(job.ErrorMessage).toContain(`there is no program at ${join(directory, 'none')}`);
  expect(job.ErrorMessage).toContain('Install ffmpeg, or set FFMPEG_PATH');
});

test('ffmpeg is looked for on the PATH when no path is given', async () => {
  const standIn = await writeStandIn('');

  const found = await findFfmpeg({ searchPath: `/nowhere:${directory}` });

  expect(found).toBe(standIn);
});

test('an ffmpeg that fails ends the job with what it complained about', async () => {
  const { run } = await startBenchWith(
    await writeStandIn(`console.error('Unknown encoder libx264'); process.exit(8);`),
  );

  const job = await run(settings);

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1999 });
  expect(job.ErrorMessage).toBe('ffmpeg ended with code 8: Unknown encoder libx264');
});

test('the progress that ffmpeg tells is the progress of the job', async () => {
  // Half of the six seconds are done, and then no more.
  const { create, get, client } = await startBenchWith(
    await writeStandIn(
      `console.log('frame=45\\nout_time_us=3000000\\nprogress=continue'); setInterval(() => {}, 1000);`,
    ),
  );

  const { Id } = await create(settings);
  let job = await get(Id);
  while ((job.JobPercentComplete ?? 0) <= 10) {
    job = await get(Id);
  }
  await client.send(new CancelJobCommand({ Id }));

  // 10 of 100 for reading, 72 for encoding, of which half is done.
  expect(job).toMatchObject({ CurrentPhase: 'TRANSCODING', JobPercentComplete: 46 });
  expect(await get(Id)).toMatchObject({ Status: 'CANCELED' });
  expect(bench!.s3.objects.has('exports/out/recording.mp4')).toBe(false);
});

const realFfmpeg = await findFfmpeg({
  ffmpegPath: process.env.FFMPEG_PATH,
  searchPath: process.env.PATH,
}).catch(() => undefined);

// On a machine without ffmpeg there is nothing to try it with.
if (realFfmpeg !== undefined) {
  test('ffmpeg encodes to the size that was asked for', async () => {
    const { run, s3 } = await startBenchWith(realFfmpeg);

    const job = await run(settings);

    const mp4 = await inspectMp4(s3.objects.get('exports/out/recording.mp4')!.body);
    const [detail] = job.OutputGroupDetails?.[0]?.OutputDetails ?? [];
    expect(job).toMatchObject({ Status: 'COMPLETE', JobPercentComplete: 100 });
    expect(detail?.VideoDetails).toEqual({ HeightInPx: 72, WidthInPx: 128 });
    expect(Math.abs((detail?.DurationInMs ?? 0) - tinyFacts.durationMs)).toBeLessThan(100);
    expect(mp4.videoPackets).toHaveLength(tinyFacts.videoPackets);
    expect(mp4.boxes.indexOf('moov')).toBeLessThan(mp4.boxes.indexOf('mdat'));
  });
}
