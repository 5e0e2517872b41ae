import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startFaultDoor } from '../../../local/faults/fault-door.ts';
import { FaultPanel } from '../../../local/faults/fault-panel.ts';
import type { Listening } from '../../../local/listen-on-loopback.ts';
import { type S3Server, startS3Server } from '../../../local/s3/server.ts';

const panel = new FaultPanel();
const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-door-'));
let s3: S3Server;
let door: Listening;
let throughDoor: S3Client;
let direct: S3Client;

beforeAll(async () => {
  s3 = await startS3Server({ directory });
  await s3.createBucket('bucket');
  door = await startFaultDoor('s3', s3.answer, panel.refusalFor);
  throughDoor = client(door.url);
  direct = client(s3.url);
});
afterAll(async () => {
  throughDoor.destroy();
  direct.destroy();
  await door.stop();
  await s3.stop();
  rmSync(directory, { recursive: true });
});

const client = (endpoint: string) =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
const place = (Key: string) => ({ Bucket: 'bucket', Key });
// Above the size from which the SDK asks before it sends.
const Body = Buffer.alloc(3 * 1024 * 1024, 7);

test('while nothing is switched on, the service answers as through its own door', async () => {
  await throughDoor.send(new PutObjectCommand({ ...place('passed'), Body }));

  const { Body: read } = await throughDoor.send(new GetObjectCommand(place('passed')));

  expect(Buffer.compare((await read?.transformToByteArray()) ?? Buffer.alloc(0), Body)).toBe(0);
});

test('a throttled service does nothing and says so, also to who sends a body, and only at that door', async () => {
  panel.turn('throttle-s3', true);
  const refused = { name: 'SlowDown', $metadata: { httpStatusCode: 503 } };

  await expect(throughDoor.send(new PutObjectCommand({ ...place('refused'), Body }))).rejects.toMatchObject(refused);
  await expect(throughDoor.send(new GetObjectCommand(place('passed')))).rejects.toMatchObject(refused);
  await expect(throughDoor.send(new HeadObjectCommand(place('passed')))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 503 },
  });
  await expect(direct.send(new HeadObjectCommand(place('passed')))).resolves.toMatchObject({
    ContentLength: Body.length,
  });
  await expect(direct.send(new HeadObjectCommand(place('refused')))).rejects.toMatchObject({ name: 'NotFound' });
  expect(panel.switches()[0]).toMatchObject({ isOn: true, strikeCount: 3 });

  panel.turn('throttle-s3', false);
  await throughDoor.send(new PutObjectCommand({ ...place('later'), Body }));
});
