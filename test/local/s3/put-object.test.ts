import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { makeBytes, startTestServer, stopTestServers, type TestServer } from './test-server.ts';

afterEach(stopTestServers);

test('a stream is uploaded with its checksum behind it, and comes back byte for byte', async () => {
  const testServer = await startTestServer();
  const bytes = makeBytes(3_000_000);
  const Body = Readable.from(inPieces(bytes, 65_537));

  const put = await testServer.client.send(
    new PutObjectCommand({ Bucket: testServer.bucket, Key: 'k', Body, ContentLength: bytes.length }),
  );

  const { body, answer } = await read(testServer, 'k');
  expect(body.equals(bytes)).toBe(true);
  expect(answer.ContentEncoding).toBeUndefined();
  expect(put.ChecksumCRC32).toBeDefined();
});

test.each([
  'a b',
  'a+b',
  'a%2Bb',
  'ünï/cödé/段/\u{1f3a5}',
  '../up',
  'a/../b',
  './a',
  '/leading',
  'a//b///',
  '!\'()*~&=?#;:@$,"<>\\',
  ' blank ends ',
  'line\nbreak\r',
  'x'.repeat(1024),
])('the key %j is kept as it is: written, read, listed, copied and deleted', async (key) => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;

  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
  await client.send(
    new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource: `${bucket}/${encodeURIComponent(key)}` }),
  );
  const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key.slice(0, 3) }));
  const { body } = await read(testServer, key);
  const copy = await read(testServer, 'copy');
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: key }] } }));

  expect(body.toString()).toBe(key);
  expect(copy.body.toString()).toBe(key);
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual([key]);
  await expect(read(testServer, key)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a key of more than 1,024 bytes is refused', async () => {
  const { client, bucket } = await startTestServer();

  const putting = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'é'.repeat(513), Body: 'x' }));

  await expect(putting).rejects.toMatchObject({ name: 'KeyTooLongError' });
});

test('an empty object is an object', async () => {
  const testServer = await startTestServer();
  await testServer.client.send(
    new PutObjectCommand({ Bucket: testServer.bucket, Key: 'empty', Body: new Uint8Array(0) }),
  );

  const { body, answer } = await read(testServer, 'empty');

  expect(body).toHaveLength(0);
  expect(answer.ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
});

test('without a Content-Type an object is binary/octet-stream, whatever its name', async () => {
  const { server, bucket } = await startTestServer();
  const url = `${server.url}/${bucket}/master.m3u8`;
  await fetch(url, { method: 'PUT', body: new Uint8Array([1]) });

  const answer = await fetch(url);

  expect(answer.headers.get('content-type')).toBe('binary/octet-stream');
  expect(await answer.bytes()).toEqual(new Uint8Array([1]));
});

test('If-None-Match: * lets only one of many writers create an object', async () => {
  const { client, bucket } = await startTestServer();
  const writers = Array.from({ length: 12 }, (_, index) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: 'lock', Body: `${index}`, IfNoneMatch: '*' })),
  );

  const outcomes = await Promise.allSettled(writers);

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(new Set(reasons.map(({ name, $metadata }) => `${name} ${$metadata.httpStatusCode}`))).toEqual(
    new Set(['PreconditionFailed 412']),
  );
});

test('If-Match writes only over the version that the writer knows', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  const { ETag } = await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'one' }));

  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'two', IfMatch: ETag }));
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'three', IfMatch: ETag }));

  await expect(put('k')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put('none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect((await read(testServer, 'k')).body.toString()).toBe('two');
});

test('a reader keeps the version it began with while the object is overwritten and deleted', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  const before = makeBytes(8_000_000, 1);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: before }));

  const reading = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k' }));
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'after' }));
  const after = await read(testServer, 'k');
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'k' }));
  const body = Buffer.from((await reading.Body?.transformToByteArray()) ?? []);

  await testServer.server.stop();
  expect(body.equals(before)).toBe(true);
  expect(after.body.toString()).toBe('after');
  expect(await readdir(join(testServer.directory, bucket, 'data'))).toEqual([]);
});

test('parallel writers of one key leave one whole version, and no file of the others', async () => {
  const testServer = await startTestServer();
  const versions = Array.from({ length: 10 }, (_, index) => makeBytes(100_000, index + 1));
  await Promise.all(
    versions.map((Body) => testServer.client.send(new PutObjectCommand({ Bucket: testServer.bucket, Key: 'k', Body }))),
  );

  const { body } = await read(testServer, 'k');

  expect(versions.filter((version) => version.equals(body))).toHaveLength(1);
  expect(await readdir(join(testServer.directory, testServer.bucket, 'data'))).toHaveLength(1);
  expect(await readdir(join(testServer.directory, testServer.bucket, 'staging'))).toEqual([]);
});

test('an upload that is cut off leaves the object as it was, and nothing behind', async () => {
  const testServer = await startTestServer();
  const { server, client, bucket, directory } = testServer;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'before' }));

  await sendHalfAnUpload(server.port, `/${bucket}/k`);
  await server.stop();

  expect(await readdir(join(directory, bucket, 'staging'))).toEqual([]);
  const again = await startTestServer({ directory });
  expect((await read(again, 'k')).body.toString()).toBe('before');
});

test('a body without a length is refused', async () => {
  const { server, bucket } = await startTestServer();
  const body = Readable.toWeb(Readable.from([Buffer.from('hello')]));

  const answer = await fetch(`${server.url}/${bucket}/k`, { method: 'PUT', body, duplex: 'half' } as RequestInit);

  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('Transfer-Encoding')]);
});

test('a copy keeps or replaces the metadata, and weighs conditions on its source', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  const source = { Bucket: bucket, Key: 'a', Body: 'x', ContentType: 'video/mp4', Metadata: { by: 'one' } };
  const { ETag } = await client.send(new PutObjectCommand(source));
  const copy = { Bucket: bucket, CopySource: `${bucket}/a` };

  await client.send(new CopyObjectCommand({ ...copy, Key: 'kept', CopySourceIfMatch: ETag }));
  await client.send(new CopyObjectCommand({ ...copy, Key: 'new', MetadataDirective: 'REPLACE', ContentType: 'a/b' }));
  const put = (input: object) => client.send(new CopyObjectCommand({ ...copy, Key: 'no', ...input }));

  await expect(put({ CopySourceIfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put({ Key: 'a' })).rejects.toMatchObject({ name: 'InvalidRequest' });
  expect((await read(testServer, 'kept')).answer).toMatchObject({ ContentType: 'video/mp4', Metadata: { by: 'one' } });
  expect((await read(testServer, 'new')).answer).toMatchObject({ ContentType: 'a/b', Metadata: {} });
});

async function read({ client, bucket }: TestServer, Key: string) {
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return { answer, body: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
}

function* inPieces(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) yield bytes.subarray(offset, offset + pieceBytes);
}

/** Says that 1,000 bytes come, sends ten once the server asks for them, and hangs up. */
async function sendHalfAnUpload(port: number, path: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.end('0123456789');
  await new Promise((resolve) => socket.once('close', resolve));
}
