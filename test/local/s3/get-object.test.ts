import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { makeBytes, makeTestDirectory, startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test.each([
  ['bytes=0-0', 0, 1],
  ['bytes=10-19', 10, 20],
  ['bytes=990-', 990, 1000],
  ['bytes=-10', 990, 1000],
  ['bytes=-5000', 0, 1000],
  ['bytes=500-99999', 500, 1000],
])('the range %s is answered with exactly its bytes', async (range, start, end) => {
  const { client, bucket } = await startTestServer();
  const bytes = makeBytes(1000);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: bytes }));

  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k', Range: range }));
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);

  expect(answer.$metadata.httpStatusCode).toBe(206);
  expect(answer.ContentRange).toBe(`bytes ${start}-${end - 1}/1000`);
  expect(body.equals(bytes.subarray(start, end))).toBe(true);
});

test.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0'])('the range %s of 1,000 bytes is refused', async (Range) => {
  const { client, bucket } = await startTestServer();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: makeBytes(1000) }));

  const reading = client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k', Range }));

  await expect(reading).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
});

test('a range that means nothing is ignored, and several ranges are refused by name', async () => {
  const { server, client, bucket } = await startTestServer();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello' }));

  const ignored = await fetch(`${server.url}/${bucket}/k`, { headers: { range: 'bytes=3-1' } });
  const several = await fetch(`${server.url}/${bucket}/k`, { headers: { range: 'bytes=0-1,3-4' } });

  expect([ignored.status, await ignored.text()]).toEqual([200, 'hello']);
  expect([several.status, await several.text()]).toEqual([501, expect.stringContaining('Range of more than one')]);
});

test('sixteen bytes at the end of a file of 1 TiB are read without reading the rest', async () => {
  const { server, client, bucket } = await startTestServer();
  const directory = await makeTestDirectory();
  await writeFile(join(directory, 'huge.mp4'), '');
  await truncate(join(directory, 'huge.mp4'), 1024 ** 4);
  await server.mount({ bucket, prefix: 'mounted', directory });

  const answer = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: 'mounted/huge.mp4', Range: 'bytes=-16' }),
  );

  expect(await answer.Body?.transformToByteArray()).toHaveLength(16);
});

test('conditions on a read are weighed as HTTP has it', async () => {
  const { client, bucket } = await startTestServer({ clock: () => Date.parse('2026-06-23T20:12:00.500Z') });
  const { ETag } = await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello' }));
  const at = (time: string) => new Date(`2026-06-23T${time}Z`);
  const statusOf = (conditions: object) =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k', ...conditions })).then(
      async (answer) => {
        await answer.Body?.transformToString();
        return 200;
      },
      (error) => error.$metadata.httpStatusCode,
    );

  expect(await statusOf({ IfMatch: ETag })).toBe(200);
  expect(await statusOf({ IfMatch: '"other"' })).toBe(412);
  expect(await statusOf({ IfNoneMatch: ETag })).toBe(304);
  expect(await statusOf({ IfNoneMatch: '"other"' })).toBe(200);
  expect(await statusOf({ IfModifiedSince: at('20:12:00') })).toBe(304);
  expect(await statusOf({ IfModifiedSince: at('20:11:59') })).toBe(200);
  expect(await statusOf({ IfUnmodifiedSince: at('20:12:00') })).toBe(200);
  expect(await statusOf({ IfUnmodifiedSince: at('20:11:59') })).toBe(412);
  expect(await statusOf({ IfMatch: ETag, IfUnmodifiedSince: at('20:11:59') })).toBe(200);
  expect(await statusOf({ IfNoneMatch: '"other"', IfModifiedSince: at('20:12:00') })).toBe(200);
});

test('HEAD tells what GET would, without a body', async () => {
  const { client, bucket } = await startTestServer();
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: 'k',
      Body: 'hello',
      ContentType: 'video/mp4',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.mp4"',
      ContentEncoding: 'gzip',
      Metadata: { channel: 'AsXego4U6tnj' },
    }),
  );

  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }));

  expect(head).toMatchObject({
    ContentLength: 5,
    ContentType: 'video/mp4',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.mp4"',
    ContentEncoding: 'gzip',
    Metadata: { channel: 'AsXego4U6tnj' },
    ETag: '"5d41402abc4b2a76b9719d911017c592"',
  });
});

test('a missing key or bucket has the errors of S3, and a HEAD none but its status', async () => {
  const { server, client, bucket } = await startTestServer();

  const key = client.send(new GetObjectCommand({ Bucket: bucket, Key: 'none' }));
  await expect(key).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'none' });
  const missing = client.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'none' }));
  await expect(missing).rejects.toMatchObject({ name: 'NoSuchBucket' });
  const head = client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'none' }));
  await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  const raw = await fetch(`${server.url}/${bucket}/none`, { method: 'HEAD' });
  expect([raw.status, await raw.text()]).toEqual([404, '']);
});

test('an archived object is described and listed, but its bytes are not given out', async () => {
  const { client, bucket } = await startTestServer();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello', StorageClass: 'DEEP_ARCHIVE' }));

  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }));
  const reading = client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k' }));

  expect(head.StorageClass).toBe('DEEP_ARCHIVE');
  await expect(reading).rejects.toMatchObject({ name: 'InvalidObjectState', StorageClass: 'DEEP_ARCHIVE' });
});
