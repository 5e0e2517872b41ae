import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { CHECKSUM_ALGORITHMS, traitsOf } from '../../../local/s3/checksums/checksum-algorithms.ts';
import { checksumOfParts } from '../../../local/s3/checksums/whole-object-checksum.ts';
import { makeBytes, startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
] as const)('%s of "123456789" is its check value, in one piece and in several', (algorithm, expected) => {
  const whole = traitsOf(algorithm).start();
  const pieces = traitsOf(algorithm).start();

  whole.update(Buffer.from('123456789'));
  for (const piece of ['1', '', '2345', '6789']) pieces.update(Buffer.from(piece));

  expect(whole.digest().toString('hex')).toBe(expected);
  expect(pieces.digest().toString('hex')).toBe(expected);
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s of a whole follows from that of its parts', (algorithm) => {
  const bytes = makeBytes(10_000);
  const parts = [bytes.subarray(0, 1), bytes.subarray(1, 7000), bytes.subarray(7000, 7000), bytes.subarray(7000)];
  const digestOf = (piece: Uint8Array) => {
    const digest = traitsOf(algorithm).start();
    digest.update(piece);
    return digest.digest();
  };

  const combined = checksumOfParts(
    algorithm,
    'FULL_OBJECT',
    parts.map((part) => ({ digest: digestOf(part), sizeBytes: part.length })),
  );

  expect(combined).toBe(digestOf(bytes).toString('base64'));
});

test.each(CHECKSUM_ALGORITHMS)('the SDK and the server agree on %s, in a header and behind a stream', async (name) => {
  const { client, bucket } = await startTestServer();
  const bytes = makeBytes(100_000);
  const upload = { Bucket: bucket, ChecksumAlgorithm: name };

  const header = await client.send(new PutObjectCommand({ ...upload, Key: 'header', Body: bytes }));
  const stream = Readable.from([bytes]);
  await client.send(new PutObjectCommand({ ...upload, Key: 'stream', Body: stream, ContentLength: bytes.length }));
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'stream', ChecksumMode: 'ENABLED' }));
  // The SDK compares what it reads with the checksum of the answer, and throws if they differ.
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);

  expect(body.equals(bytes)).toBe(true);
  expect(answer[`Checksum${name}`]).toBe(header[`Checksum${name}`]);
  expect(answer[`Checksum${name}`]).toBeDefined();
  expect(answer.ChecksumType).toBe('FULL_OBJECT');
});

test('a checksum is given out only when asked for, and not with a part of the object', async () => {
  const { client, bucket } = await startTestServer();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello', ChecksumAlgorithm: 'SHA256' }));

  const unasked = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }));
  const asked = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
  const part = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: 'k', ChecksumMode: 'ENABLED', Range: 'bytes=0-1' }),
  );

  expect(unasked.ChecksumSHA256).toBeUndefined();
  expect(asked.ChecksumSHA256).toBe(createHash('sha256').update('hello').digest('base64'));
  expect(part.ChecksumSHA256).toBeUndefined();
  expect(await part.Body?.transformToString()).toBe('he');
});

test.each([
  ['ChecksumCRC32', 'AAAAAA=='],
  ['ChecksumCRC32C', 'AAAAAA=='],
  ['ChecksumCRC64NVME', 'AAAAAAAAAAA='],
  ['ChecksumSHA1', Buffer.alloc(20).toString('base64')],
  ['ChecksumSHA256', Buffer.alloc(32).toString('base64')],
  ['ContentMD5', Buffer.alloc(16).toString('base64')],
])('a wrong %s is a bad digest, and the object is not written', async (name, value) => {
  const { client, bucket } = await startTestServer();

  const putting = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello', [name]: value }));

  await expect(putting).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } });
  await expect(client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('a wrong checksum behind a stream is a bad digest too', async () => {
  const { server, bucket } = await startTestServer();

  const wrong = await putChunked(
    `${server.url}/${bucket}/k`,
    '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
  );
  const missing = await putChunked(`${server.url}/${bucket}/k`, '5\r\nhello\r\n0\r\n\r\n');
  const short = await putChunked(`${server.url}/${bucket}/k`, '4\r\nhell\r\n0\r\n\r\n');
  const right = await putChunked(
    `${server.url}/${bucket}/k`,
    `3;chunk-signature=x\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:${crc32Of('hello')}\r\n\r\n`,
  );

  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')]);
  expect([missing.status, await missing.text()]).toEqual([400, expect.stringContaining('is missing')]);
  expect([short.status, await short.text()]).toEqual([400, expect.stringContaining('<Code>IncompleteBody</Code>')]);
  expect(right.status).toBe(200);
});

test('a body that is refused half-way gets its answer, and the connection goes on', async () => {
  const { server, bucket } = await startTestServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const url = `${server.url}/${bucket}/k`;

  const refused = await send(agent, url, 'PUT', `no size\r\n${'x'.repeat(8_000_000)}`);
  const after = await send(agent, url, 'GET');
  agent.destroy();

  expect(refused).toEqual([400, expect.stringContaining('is no chunk size')]);
  expect(after).toEqual([404, expect.stringContaining('NoSuchKey')]);
});

test('a checksum that cannot be right, and one too many, are refused', async () => {
  const { client, bucket } = await startTestServer();
  const put = (checksums: object) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'hello', ...checksums }));

  await expect(put({ ChecksumCRC32: 'no base64' })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(put({ ContentMD5: 'AAAA' })).rejects.toMatchObject({ name: 'InvalidDigest' });
  await expect(put({ ChecksumCRC32: crc32Of('hello'), ChecksumCRC32C: 'AAAAAA==' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Expecting a single x-amz-checksum- header.',
  });
});

const CHUNKED = {
  'content-encoding': 'aws-chunked',
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

function putChunked(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'PUT', headers: CHUNKED, body });
}

async function send(agent: Agent, url: string, method: string, body = '') {
  const sending = request(url, { agent, method, headers: method === 'PUT' ? CHUNKED : {} });
  sending.end(body);
  const [answer] = await once(sending, 'response');
  return [answer.statusCode, await text(answer)];
}

function crc32Of(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
}
