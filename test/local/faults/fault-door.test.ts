import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startFaultDoor } from '../../../local/faults/fault-door.ts';
import { FaultPanel } from '../../../local/faults/fault-panel.ts';
import type { Listening } from '../../../local/listen-on-loopback.ts';
import { makeClient, startTestServer, stopTestServers } from '../s3/test-server.ts';

const panel = new FaultPanel();
let door: Listening;
let throughDoor: S3Client;
let direct: S3Client;

beforeAll(async () => {
  const { server, client } = await startTestServer();
  door = await startFaultDoor('s3', server.answer, panel.refusalFor);
  throughDoor = makeClient(door.url, { maxAttempts: 1 });
  direct = client;
});
afterAll(async () => {
  throughDoor.destroy();
  await door.stop();
  await stopTestServers();
});

const place = (Key: string) => ({ Bucket: 'recordings', Key });
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
