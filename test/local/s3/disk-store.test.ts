import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { DiskStore } from '../../../local/s3/stores/disk-store.ts';
import type { OpenObject } from '../../../local/s3/stores/object-store.ts';
import { makeBytes, makeTestDirectory, startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test('buckets and objects, with all that was said of them, survive a restart', async () => {
  const before = await startTestServer({ minimumPartBytes: 1 });
  const at = { Bucket: before.bucket, Key: 'a/../ü' };
  await before.client.send(
    new PutObjectCommand({
      ...at,
      Body: 'hello',
      ContentType: 'a/b',
      Metadata: { by: 'test' },
      StorageClass: 'GLACIER_IR',
    }),
  );
  const big = { Bucket: before.bucket, Key: 'big' };
  const { UploadId } = await before.client.send(new CreateMultipartUploadCommand(big));
  const Parts = [];
  for (const PartNumber of [1, 2, 3]) {
    const part = { ...big, UploadId, PartNumber, Body: makeBytes(1000, PartNumber) };
    Parts.push({ PartNumber, ETag: (await before.client.send(new UploadPartCommand(part))).ETag });
  }
  await before.client.send(new CompleteMultipartUploadCommand({ ...big, UploadId, MultipartUpload: { Parts } }));
  await before.client.send(new PutObjectCommand({ Bucket: before.bucket, Key: 'gone', Body: 'x' }));
  await before.client.send(new DeleteObjectCommand({ Bucket: before.bucket, Key: 'gone' }));
  const listedBefore = await before.client.send(new ListObjectsV2Command({ Bucket: before.bucket }));
  const bucketsBefore = await before.client.send(new ListBucketsCommand());
  await before.server.stop();

  const { client } = await startTestServer({ directory: before.directory });
  const answer = await client.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
  const bigAnswer = await client.send(new GetObjectCommand(big));
  const listed = await client.send(new ListObjectsV2Command({ Bucket: before.bucket }));
  const buckets = await client.send(new ListBucketsCommand());

  expect(await answer.Body?.transformToString()).toBe('hello');
  expect(answer).toMatchObject({ ContentType: 'a/b', Metadata: { by: 'test' }, StorageClass: 'GLACIER_IR' });
  expect(answer.ChecksumCRC32).toBeDefined();
  expect(Buffer.from((await bigAnswer.Body?.transformToByteArray()) ?? [])).toEqual(
    Buffer.concat([1, 2, 3].map((seed) => makeBytes(1000, seed))),
  );
  expect(listed.Contents).toEqual(listedBefore.Contents);
  expect(listed.Contents).toHaveLength(2);
  expect(buckets.Buckets).toEqual(bucketsBefore.Buckets);
});

test('an open version is readable to its last byte, in all its pieces, after it was overwritten and removed', async () => {
  const directory = await makeTestDirectory();
  const store = await DiskStore.open(directory);
  await put(store, 'k', ['one', 'two', 'three']);
  const first = await store.open('k');
  const second = await store.open('k');

  await put(store, 'k', ['new']);
  await store.remove('k');
  const texts = [await readAll(first), await readAll(second)];
  await first?.close();
  await first?.close();
  const whileOneReads = await readdir(join(directory, 'data'));
  await second?.close();

  expect(texts).toEqual(['onetwothree', 'onetwothree']);
  expect(whileOneReads).toHaveLength(3);
  expect(await readdir(join(directory, 'data'))).toEqual([]);
});

test('what an interrupted write left behind is removed at the start', async () => {
  const directory = await makeTestDirectory();
  const store = await DiskStore.open(directory);
  await put(store, 'k', ['kept']);
  await writeFile(join(directory, 'data', 'orphan'), 'x');
  await writeFile(join(directory, 'staging', 'half'), 'x');

  const again = await DiskStore.open(directory);

  expect(await readAll(await again.open('k'))).toBe('kept');
  expect(await readdir(join(directory, 'data'))).toHaveLength(1);
  expect(await readdir(join(directory, 'staging'))).toEqual([]);
});

test('a record that somebody changed is named at the start', async () => {
  const directory = await makeTestDirectory();
  await put(await DiskStore.open(directory), 'k', ['x']);
  const [name] = await readdir(join(directory, 'records'));
  const path = join(directory, 'records', name!);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"etag"', '"tag"'));

  const opening = DiskStore.open(directory);

  await expect(opening).rejects.toMatchObject({ name: 'ObjectRecordUnreadableError' });
  await expect(opening).rejects.toThrow(path);
});

test('a folder that is no bucket is left alone', async () => {
  const directory = await makeTestDirectory();
  await mkdir(join(directory, 'notes'));
  await writeFile(join(directory, 'notes', 'todo.txt'), 'x');

  const { client } = await startTestServer({ directory });

  expect((await client.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual(['recordings']);
  expect(await readdir(join(directory, 'notes'))).toEqual(['todo.txt']);
});

async function put(store: DiskStore, key: string, texts: readonly string[]): Promise<void> {
  const pieces = [];
  for (const text of texts) {
    const staged = await store.stage();
    await staged.write(Buffer.from(text));
    await staged.finish();
    pieces.push(staged);
  }
  const sizeBytes = texts.join('').length;
  const known = { etag: 'e', lastModifiedMs: 0, storageClass: 'STANDARD', headers: {} };
  await store.commit({ key, sizeBytes, ...known }, pieces);
}

async function readAll(opened: OpenObject | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened?.read() ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
