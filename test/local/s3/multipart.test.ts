import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AbortMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { traitsOf } from '../../../local/s3/checksums/checksum-algorithms.ts';
import { makeBytes, startTestServer, stopTestServers } from './test-server.ts';
import { startUpload } from './test-upload.ts';

afterEach(stopTestServers);

test('parts in any order, one of them sent twice, make one object that is read across their borders', async () => {
  const testServer = await startTestServer({ minimumPartBytes: 1000 });
  const { client, bucket, directory } = testServer;
  const bytes = makeBytes(2500);
  const upload = await startUpload(testServer, { ContentType: 'video/mp4', Metadata: { by: 'test' } });

  const third = await upload.send(3, bytes.subarray(2000));
  await upload.send(1, makeBytes(1000, 99));
  const second = await upload.send(2, bytes.subarray(1000, 2000));
  const first = await upload.send(1, bytes.subarray(0, 1000));
  const completed = await upload.complete([first, second, third]);

  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'big' }));
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  const range = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'big', Range: 'bytes=990-2009' }));
  const rangeBody = Buffer.from((await range.Body?.transformToByteArray()) ?? []);
  expect(body.equals(bytes)).toBe(true);
  expect(rangeBody.equals(bytes.subarray(990, 2010))).toBe(true);
  expect(answer).toMatchObject({ ContentType: 'video/mp4', Metadata: { by: 'test' }, ContentLength: 2500 });
  expect(completed.ETag).toBe(etagOfParts([bytes.subarray(0, 1000), bytes.subarray(1000, 2000), bytes.subarray(2000)]));
  expect(await readdir(join(directory, bucket, 'staging'))).toEqual([]);
});

test('an aborted upload is gone with its bytes', async () => {
  const testServer = await startTestServer();
  const upload = await startUpload(testServer);
  const part = await upload.send(1, Buffer.from('x'));

  await testServer.client.send(new AbortMultipartUploadCommand(upload.address));

  await expect(upload.complete([part])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(upload.send(2, Buffer.from('y'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  expect(await readdir(join(testServer.directory, testServer.bucket, 'staging'))).toEqual([]);
});

test('a part under 5 MiB is too small unless it is the last', async () => {
  const testServer = await startTestServer();
  const upload = await startUpload(testServer);
  const small = await upload.send(1, Buffer.from('x'));
  const last = await upload.send(2, Buffer.from('y'));

  await expect(upload.complete([small, last])).rejects.toMatchObject({ name: 'EntityTooSmall', ProposedSize: '1' });
  const whole = await upload.send(1, makeBytes(5 * 1024 * 1024));
  const completed = await upload.complete([whole, last]);

  expect(completed.ETag).toMatch(/-2"$/);
});

test('parts that are missing, changed, doubled or out of order are refused', async () => {
  const upload = await startUpload(await startTestServer({ minimumPartBytes: 1 }));
  const one = await upload.send(1, Buffer.from('x'));
  const two = await upload.send(2, Buffer.from('y'));

  await expect(upload.complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(upload.complete([one, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(upload.complete([one, { PartNumber: 3, ETag: two.ETag }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(upload.complete([one, { PartNumber: 2, ETag: '"0"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(upload.complete([])).rejects.toMatchObject({ name: 'MalformedXML' });
  await expect(upload.send(10_001, Buffer.from('z'))).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('parts that the list leaves out are not part of the object', async () => {
  const testServer = await startTestServer({ minimumPartBytes: 1 });
  const upload = await startUpload(testServer);
  const one = await upload.send(1, Buffer.from('a'));
  await upload.send(2, Buffer.from('b'));
  const three = await upload.send(3, Buffer.from('c'));

  await upload.complete([one, three]);

  const answer = await testServer.client.send(new GetObjectCommand({ Bucket: testServer.bucket, Key: 'big' }));
  expect(await answer.Body?.transformToString()).toBe('ac');
});

test('an upload ends once, though two complete it at the same time', async () => {
  const testServer = await startTestServer();
  const upload = await startUpload(testServer);
  const part = await upload.send(1, Buffer.from('x'));

  const outcomes = await Promise.allSettled([upload.complete([part]), upload.complete([part])]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(testServer.created).toHaveLength(1);
});

test('conditions are weighed when the upload is completed, and a refused one can be completed otherwise', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  const upload = await startUpload(testServer);
  const part = await upload.send(1, Buffer.from('new'));
  const old = await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'big', Body: 'old' }));

  await expect(upload.complete([part], { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(upload.complete([part], { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await upload.complete([part], { IfMatch: old.ETag });

  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'big' }));
  expect(await answer.Body?.transformToString()).toBe('new');
});

test('a composite checksum is that of the checksums of the parts, each of which must be named', async () => {
  const testServer = await startTestServer({ minimumPartBytes: 1 });
  const { client, bucket } = testServer;
  const upload = await startUpload(testServer, { ChecksumAlgorithm: 'SHA256' });
  const parts = [await upload.send(1, Buffer.from('a')), await upload.send(2, Buffer.from('b'))];
  const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
  const composite = `${sha256(Buffer.concat([sha256('a'), sha256('b')])).toString('base64')}-2`;

  const withoutChecksums = parts.map(({ ETag, PartNumber }) => ({ ETag, PartNumber }));
  await expect(upload.complete(withoutChecksums)).rejects.toMatchObject({
    message: expect.stringContaining('It was missing for part 1 in the request'),
  });
  await expect(upload.complete(parts, { ChecksumSHA256: `${composite}0` })).rejects.toMatchObject({
    name: 'BadDigest',
  });
  const completed = await upload.complete(parts, { ChecksumSHA256: composite });

  expect(completed).toMatchObject({ ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' });
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'big', ChecksumMode: 'ENABLED' }));
  expect(answer.ChecksumSHA256).toBe(composite);
  expect(await answer.Body?.transformToString()).toBe('ab');
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s of the full object is told without reading it again',
  async (name) => {
    const testServer = await startTestServer({ minimumPartBytes: 1 });
    const { client, bucket } = testServer;
    const bytes = makeBytes(5000);
    const digest = traitsOf(name).start();
    digest.update(bytes);
    const value = digest.digest().toString('base64');
    const upload = await startUpload(testServer, { ChecksumAlgorithm: name, ChecksumType: 'FULL_OBJECT' });
    const second = await upload.send(2, bytes.subarray(3000));
    const first = await upload.send(1, bytes.subarray(0, 3000));

    await expect(upload.complete([first, second], { [`Checksum${name}`]: 'AAAA' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await upload.complete([first, second], { [`Checksum${name}`]: value, ChecksumType: 'FULL_OBJECT' });

    // Reading verifies it once more: the SDK compares the checksum of a full object with what it reads.
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'big', ChecksumMode: 'ENABLED' }));
    expect(answer[`Checksum${name}`]).toBe(value);
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  },
);

test('with checksums the numbers of the parts have no gaps', async () => {
  const testServer = await startTestServer({ minimumPartBytes: 1 });
  const upload = await startUpload(testServer, { ChecksumAlgorithm: 'CRC32' });
  const parts = [await upload.send(1, Buffer.from('a')), await upload.send(3, Buffer.from('c'))];

  await expect(upload.complete(parts)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
});

test('the said size of the object is compared with that of its parts', async () => {
  const testServer = await startTestServer();
  const upload = await startUpload(testServer);
  const part = await upload.send(1, Buffer.from('abc'));

  await expect(upload.complete([part], { MpuObjectSize: 4 })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await upload.complete([part], { MpuObjectSize: 3 });

  const head = await testServer.client.send(new HeadObjectCommand({ Bucket: testServer.bucket, Key: 'big' }));
  expect(head.ContentLength).toBe(3);
});

function etagOfParts(parts: readonly Buffer[]): string {
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  return `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`;
}
