import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../../local/s3/stores/memory-store.ts';
import { startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test('a made-up object has a size without bytes, which are zeros when read', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  store.add({ key: '0.ts', sizeBytes: 5_000_000_000, contentType: 'video/mp2t' });
  await server.createBucket('made-up', { store });

  const head = await client.send(new HeadObjectCommand({ Bucket: 'made-up', Key: '0.ts' }));
  const end = await client.send(new GetObjectCommand({ Bucket: 'made-up', Key: '0.ts', Range: 'bytes=-100000' }));

  expect(head).toMatchObject({ ContentLength: 5_000_000_000, ContentType: 'video/mp2t' });
  expect(Buffer.from((await end.Body?.transformToByteArray()) ?? []).equals(Buffer.alloc(100_000))).toBe(true);
});

test('a made-up object has its bytes made when it is read', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  let made = 0;
  const bytes = () => Buffer.from(`#EXTM3U ${++made}`);
  store.add({ key: 'playlist.m3u8', sizeBytes: 9, bytes });
  await server.createBucket('made-up', { store });
  const at = { Bucket: 'made-up', Key: 'playlist.m3u8' };

  await client.send(new HeadObjectCommand(at));
  const whole = await client.send(new GetObjectCommand(at));
  const text = await whole.Body?.transformToString();
  const part = await client.send(new GetObjectCommand({ ...at, Range: 'bytes=1-6' }));

  expect(text).toBe('#EXTM3U 1');
  expect(await part.Body?.transformToString()).toBe('EXTM3U');
});

test('a function that makes another number of bytes than was said is a fault that is told', async () => {
  const { server, faults } = await startTestServer();
  const store = createMemoryStore();
  store.add({ key: 'wrong', sizeBytes: 9, bytes: () => Buffer.from('short') });
  await server.createBucket('made-up', { store });

  const reading = fetch(`${server.url}/made-up/wrong`).then((answer) => answer.text());

  await expect(reading).rejects.toThrow();
  expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining('its function made 5') })]);
});

test('a bucket in memory is written and read like any other', async () => {
  const { server, client } = await startTestServer();
  await server.createBucket('memory', { store: createMemoryStore() });

  await client.send(new PutObjectCommand({ Bucket: 'memory', Key: 'k', Body: 'one' }));
  await client.send(new PutObjectCommand({ Bucket: 'memory', Key: 'k', Body: 'two' }));

  const answer = await client.send(new GetObjectCommand({ Bucket: 'memory', Key: 'k' }));
  expect(await answer.Body?.transformToString()).toBe('two');
});

test('requests are counted by operation', async () => {
  const { server, client, bucket } = await startTestServer();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x' }));
  for (let index = 0; index < 3; index++) await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }));
  await fetch(`${server.url}/${bucket}/k?acl`);

  expect(server.requestCounts()).toEqual({ PutObject: 1, HeadObject: 3, Refused: 1 });
});
