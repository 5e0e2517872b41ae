/** Long recordings through the bundle of remux-export, S3 to S3, in a process of its own with the Lambda's memory. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import { inspectMp4 } from '../../media/mp4/inspect-mp4.ts';
import { remuxPlan } from '../fixtures/remux-plan.ts';
import { makeClient } from '../local/s3/test-server.ts';
import { exportsBucket, type LongRecordingShape, recordingPrefix, recordingsBucket } from './long-recording.ts';
import { readSampleTables, type SampleTables } from './sample-tables.ts';

jest.setTimeout(20 * 60_000);

const bundle = path.resolve(import.meta.dirname, '../../dist/remux-export/index.mjs');
const exportKey = 'Qm4TzL9cWx2d/h7RkV3sNp8Ya/archive.mp4';
const pictures = 608;
const audioFrames = 950;

/** What Lambda leaves to the heap of a function, about. */
const heapMb = Math.floor(remuxCapacity.memoryMb * 0.9);

const children: ChildProcess[] = [];
const clients: S3Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null) continue;
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  }
});

function start(file: string, args: string[], options: Parameters<typeof fork>[2] = {}): ChildProcess {
  // Not the flags of jest.
  const child = fork(path.join(import.meta.dirname, file), args, { execArgv: [], ...options });
  children.push(child);
  return child;
}

async function firstMessage<Message>(child: ChildProcess): Promise<Message> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`It ended with ${code} before.`)));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message as Message;
}

interface Served {
  readonly url: string;
  readonly playlistKey: string;
  readonly sourceBytes: number;
}

interface Outcome {
  readonly result: {
    readonly sizeBytes: number;
    readonly durationMs: number;
    readonly videoFrames: number;
    readonly audioFrames: number;
    readonly silentFramesInserted: number;
    readonly parts: number;
    readonly warnings: readonly string[];
  };
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMb: number;
}

/** Serves the recording, exports it, and reads of the export what the checks need. */
async function exportLong(shape: LongRecordingShape) {
  const server = start('long-recording-process.ts', [JSON.stringify(shape)]);
  const served = await firstMessage<Served>(server);
  const outcome = await firstMessage<Outcome>(
    start(
      'lambda-process.ts',
      [bundle, JSON.stringify(eventFor(served, shape)), String(remuxCapacity.timeoutSeconds)],
      {
        execArgv: [`--max-old-space-size=${heapMb}`],
        env: environmentFor(served),
      },
    ),
  );
  server.send('counts');
  const counts = await firstMessage<Record<string, number>>(server);
  const client = makeClient(served.url);
  clients.push(client);
  report(shape, served, outcome, counts);
  return { outcome, counts, served, ...(await readIndex(client)) };
}

const environmentFor = ({ url }: Served) => ({
  AWS_ENDPOINT_URL_S3: url,
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  UPLOAD_PART_SIZE_BYTES: String(remuxCapacity.uploadPartSizeBytes),
});

const eventFor = ({ playlistKey, sourceBytes }: Served, { rendition }: LongRecordingShape) => ({
  planned: {
    recording: {
      channelId: 'Qm4TzL9cWx2d',
      recordingId: 'h7RkV3sNp8Ya',
      bucket: recordingsBucket,
      prefix: recordingPrefix,
      startedAt: '2026-06-23T20:12:41Z',
    },
    export: { name: 'archive', format: 'mp4', rendition, bucket: exportsBucket, key: exportKey },
    plan: remuxPlan,
    metadata: {},
    remuxJob: { playlistKeys: [playlistKey], tracks: 'all', sourceBytes },
  },
  execution: { arn: 'arn:aws:states:us-west-2:123456789012:execution:m:n', name: 'n', redriveCount: 0 },
});

function report(shape: LongRecordingShape, { sourceBytes }: Served, outcome: Outcome, counts: Record<string, number>) {
  const hours = (shape.repetitions * pictures) / 30 / 3600;
  const gigabytes = sourceBytes / 1e9;
  const requests = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${hours.toFixed(2)} h, ${gigabytes.toFixed(2)} GB: ${outcome.seconds.toFixed(1)} s, ${(outcome.cpuSeconds / gigabytes).toFixed(2)} s of CPU and ${(requests / gigabytes).toFixed(0)} requests for each GB, at most ${outcome.peakMemoryMb.toFixed(0)} MB\n`,
  );
}

async function readIndex(client: S3Client) {
  const place = { Bucket: exportsBucket, Key: exportKey };
  const { ContentLength: sizeBytes = 0 } = await client.send(new HeadObjectCommand(place));
  const readRange = async (offset: number, length: number): Promise<Buffer> => {
    const { Body } = await client.send(
      new GetObjectCommand({ ...place, Range: `bytes=${offset}-${Math.min(sizeBytes, offset + length) - 1}` }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const { durationMs } = await inspectMp4({ sizeBytes, readRange });
  const tables = readSampleTables(await readRange(0, 150_000_000));
  const video = tables.find(({ handler }) => handler === 'vide')!;
  const audio = tables.find(({ handler }) => handler === 'soun')!;
  const read = ({ locate }: SampleTables, sample: number) => {
    const { offset, sizeBytes: length } = locate(sample);
    return readRange(offset, length);
  };
  return { sizeBytes, durationMs, video, audio, read };
}

describe.each([
  {
    what: '2 h at 2.5 Mbit/s, with 40 ms of way to S3',
    shape: { rendition: '720p30', repetitions: 356, fillerBytes: 8000, addedLatencyMs: 40 },
    memoryGoalMb: 512,
  },
  {
    what: '27 h, across the wrap of the time stamps after 26.5 h',
    shape: { rendition: '160p30', repetitions: 4800, fillerBytes: 0, addedLatencyMs: 0 },
    // The index of 7.5 million frames is in memory.
    memoryGoalMb: 768,
  },
])('a recording of $what', ({ shape, memoryGoalMb }) => {
  test('becomes one MP4 with every frame at its time, in bounded memory', async () => {
    const { outcome, sizeBytes, durationMs, video, audio, read, counts } = await exportLong(shape);

    const { repetitions } = shape;
    const seconds = (repetitions * pictures) / 30;
    expect(outcome.result).toMatchObject({
      sizeBytes,
      videoFrames: repetitions * pictures,
      audioFrames: repetitions * audioFrames,
      silentFramesInserted: 0,
      parts: 1,
    });
    expect(Math.abs(durationMs - seconds * 1000)).toBeLessThan(100);
    expect(Math.abs(outcome.result.durationMs - durationMs)).toBeLessThanOrEqual(1);
    // Neither the wrap nor any border between segments moves a frame by a tick.
    expect([video.timescale, video.durations]).toEqual([90_000, [[repetitions * pictures, 3000]]]);
    expect([audio.timescale, audio.durations]).toEqual([48_000, [[repetitions * audioFrames, 1024]]]);
    for (const repetition of [1, repetitions >> 1, repetitions - 1]) {
      for (const frame of [0, 1, 307, 308, 607]) {
        expect((await read(video, repetition * pictures + frame)).equals(await read(video, frame))).toBe(true);
        expect((await read(audio, repetition * audioFrames + frame)).equals(await read(audio, frame))).toBe(true);
      }
    }
    expect(outcome.peakMemoryMb).toBeLessThan(memoryGoalMb);
    expect(outcome.seconds).toBeLessThan(remuxCapacity.usableSeconds);
    expect(counts).toMatchObject({ CreateMultipartUpload: 1, CompleteMultipartUpload: 1 });
    // The playlist, and each segment once.
    expect(counts.GetObject).toBe(1 + repetitions * 2);
  });
});
