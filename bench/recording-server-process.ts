/** A process that serves one made-up recording by S3's API, and counts what that is asked, until it is disconnected. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import { makeRecordingPrefix } from '../lambdas/shared/contract/recording-location.ts';
import { startIvsServer } from '../local/ivs/server.ts';
import { startS3Server } from '../local/s3/server.ts';
import { createMemoryStore } from '../local/s3/stores/memory-store.ts';
import { ladder, makeIvsRecording } from './ivs-recording.ts';

const sizeSchema = z.object({ segmentCount: z.number(), segmentSeconds: z.number(), renditionCount: z.number() });
const { segmentCount, segmentSeconds, renditionCount } = sizeSchema.parse(JSON.parse(process.argv[2] ?? ''));

const startedAt = new Date('2026-06-23T20:12:34Z');
const channel = { accountId: '123456789012', channelId: 'AbCdef1G2hij' };
const region = 'us-west-2';
const channelArn = `arn:aws:ivs:${region}:${channel.accountId}:channel/${channel.channelId}`;
const bucket = 'my-recordings';
const prefix = makeRecordingPrefix({ ...channel, startedAt, recordingId: 'j8Z9O91ndcVs' });

const store = createMemoryStore();
const objects = makeIvsRecording({
  prefix,
  channelArn,
  startedAt,
  renditions: ladder.slice(0, renditionCount),
  segmentCount,
  segmentSeconds,
  thumbnailCount: Math.round((segmentCount * segmentSeconds) / 60),
  status: 'ended',
});
for (const { key, sizeBytes, text } of objects) {
  store.add({ key, sizeBytes, ...(text === undefined ? {} : { bytes: () => Buffer.from(text) }) });
}

const directory = await mkdtemp(path.join(tmpdir(), 'bench-s3-'));
const server = await startS3Server({ directory });
await server.createBucket(bucket, { store });

// The step asks it whether anybody may watch the channel; so that this does not leave the machine.
const ivs = await startIvsServer({ accountId: channel.accountId, region, channels: [{ arn: channelArn }] });

process.on('message', () => {
  const requestCount = Object.values(server.requestCounts()).reduce((sum, count) => sum + count, 0);
  process.send?.({ requestCount });
});
process.once('disconnect', async () => {
  await server.stop();
  await ivs.stop();
  await rm(directory, { recursive: true, force: true });
});
process.send?.({ url: server.url, ivsUrl: ivs.url, recording: { bucket, prefix } });
