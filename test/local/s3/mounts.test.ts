import { appendFile, mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { makeBytes, makeTestDirectory, startTestServer, stopTestServers, type TestServer } from './test-server.ts';

afterEach(stopTestServers);

const PREFIX = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs';

test('a mounted folder is served in place, with content types by extension', async () => {
  const testServer = await startTestServer();
  const { client, bucket, directory } = testServer;
  await mountFiles(testServer, { 'media/hls/master.m3u8': '#EXTM3U', 'events/recording-ended.json': '{}' });

  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${PREFIX}/media/hls/master.m3u8` }));
  const head = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: `${PREFIX}/events/recording-ended.json` }),
  );

  expect(await answer.Body?.transformToString()).toBe('#EXTM3U');
  expect(answer.ContentType).toBe('application/vnd.apple.mpegurl');
  expect(head).toMatchObject({ ContentType: 'application/json', ContentLength: 2 });
  expect(await readdir(join(directory, bucket, 'data'))).toEqual([]);
});

test('the ETag of a mounted file changes with its bytes, and does not look like an MD5', async () => {
  const testServer = await startTestServer();
  const folder = await mountFiles(testServer, { 'a.ts': 'one' });
  const etag = async () => (await head(testServer, `${PREFIX}/a.ts`)).ETag;

  const before = await etag();
  const again = await etag();
  await appendFile(join(folder, 'a.ts'), 'two');

  expect(before).toMatch(/^"[0-9a-f]{32}-1"$/);
  expect(again).toBe(before);
  expect(await etag()).not.toBe(before);
});

test('mounted files and stored objects are listed together in order, paged and rolled up', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  await mountFiles(testServer, {
    'b/2.ts': 'x',
    'b/10.ts': 'x',
    'b.txt': 'x',
    'b-1': 'x',
    'B/1.ts': 'x',
    'é/\u{1f3a5}': 'x',
    'é/\u{ff21}': 'x',
  });
  const stored = ['ivs/first', 'ivs/v1/123456789012/zzz', 'zz'];
  for (const Key of stored) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
  const files = ['B/1.ts', 'b-1', 'b.txt', 'b/10.ts', 'b/2.ts', 'é/\u{ff21}', 'é/\u{1f3a5}'];

  const keys: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket: bucket })) {
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
  }
  const rolledUp = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `${PREFIX}/`, Delimiter: '/' }),
  );
  const narrow = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${PREFIX}/b/1` }));
  const above = await client.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' }));

  expect(keys).toEqual(['ivs/first', ...files.map((file) => `${PREFIX}/${file}`), 'ivs/v1/123456789012/zzz', 'zz']);
  expect(rolledUp.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual([
    `${PREFIX}/B/`,
    `${PREFIX}/b/`,
    `${PREFIX}/é/`,
  ]);
  expect(rolledUp.Contents?.map(({ Key }) => Key)).toEqual([`${PREFIX}/b-1`, `${PREFIX}/b.txt`]);
  expect(narrow.Contents?.map(({ Key }) => Key)).toEqual([`${PREFIX}/b/10.ts`]);
  expect(above.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['ivs/']);
});

test('files that come to a folder after it was listed are listed', async () => {
  const testServer = await startTestServer();
  const folder = await mountFiles(testServer, { '1.ts': 'x' });
  // Long settled, so that the server keeps its names.
  await utimes(folder, 1_700_000_000, 1_700_000_000);
  const before = await listKeys(testServer);

  await writeFile(join(folder, '2.ts'), 'x');

  expect(before).toEqual([`${PREFIX}/1.ts`]);
  expect(await listKeys(testServer)).toEqual([`${PREFIX}/1.ts`, `${PREFIX}/2.ts`]);
});

test('every write under a mount is denied, and beside it allowed', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  await mountFiles(testServer, { 'a.ts': 'one' });
  const Key = `${PREFIX}/a.ts`;
  const at = { Bucket: bucket, Key };
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

  await expect(client.send(new PutObjectCommand({ ...at, Body: 'two' }))).rejects.toMatchObject(denied);
  // So large that the SDK waits for the server's word before it sends the body.
  const large = new PutObjectCommand({ ...at, Body: makeBytes(4_000_000) });
  await expect(client.send(large)).rejects.toMatchObject(denied);
  await expect(client.send(new DeleteObjectCommand(at))).rejects.toMatchObject(denied);
  await expect(client.send(new CreateMultipartUploadCommand(at))).rejects.toMatchObject(denied);
  await expect(
    client.send(new CopyObjectCommand({ Bucket: bucket, Key: `${PREFIX}/b.ts`, CopySource: `${bucket}/${Key}` })),
  ).rejects.toMatchObject(denied);
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy.ts', CopySource: `${bucket}/${Key}` }));
  const many = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key }, { Key: 'copy.ts' }] } }),
  );

  expect(many.Errors).toMatchObject([{ Key, Code: 'AccessDenied' }]);
  expect(many.Deleted).toMatchObject([{ Key: 'copy.ts' }]);
  expect(await (await client.send(new GetObjectCommand(at))).Body?.transformToString()).toBe('one');
});

test.each([
  '../secret.txt',
  'a/../../secret.txt',
  './a.ts',
  'sub//b.ts',
  'sub',
  'sub/',
  'a.ts/',
  'a.ts/x',
  'none.ts',
  'nul\u0000.ts',
  'x'.repeat(300),
])('the key %j names no file of a mount', async (name) => {
  const testServer = await startTestServer();
  const folder = await mountFiles(testServer, { 'a.ts': 'x', 'sub/b.ts': 'x' });
  await writeFile(join(dirname(folder), 'secret.txt'), 'secret');

  const reading = testServer.client.send(new GetObjectCommand({ Bucket: testServer.bucket, Key: `${PREFIX}/${name}` }));

  await expect(reading).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('links are followed, but not to a folder above themselves', async () => {
  const testServer = await startTestServer();
  const folder = await mountFiles(testServer, { 'media/a.ts': 'x' });
  const elsewhere = await makeTestDirectory();
  await writeFile(join(elsewhere, 'b.ts'), 'x');
  await symlink(elsewhere, join(folder, 'linked'));
  await symlink(folder, join(folder, 'media', 'loop'));
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));

  expect(await listKeys(testServer)).toEqual([`${PREFIX}/linked/b.ts`, `${PREFIX}/media/a.ts`]);
});

test('a file that shrinks while it is sent breaks the answer off instead of leaving the reader to wait', async () => {
  const testServer = await startTestServer();
  const folder = await mountFiles(testServer, { 'a.ts': '' });
  await writeFile(join(folder, 'a.ts'), Buffer.alloc(30_000_000));

  const answer = await testServer.client.send(
    new GetObjectCommand({ Bucket: testServer.bucket, Key: `${PREFIX}/a.ts` }),
  );
  await writeFile(join(folder, 'a.ts'), '');

  await expect(answer.Body?.transformToByteArray()).rejects.toThrow('aborted');
});

test('a mount hides what the bucket has under its prefix', async () => {
  const testServer = await startTestServer();
  await testServer.client.send(new PutObjectCommand({ Bucket: testServer.bucket, Key: `${PREFIX}/old.ts`, Body: 'x' }));

  await mountFiles(testServer, { 'new.ts': 'x' });

  expect(await listKeys(testServer)).toEqual([`${PREFIX}/new.ts`]);
  await expect(head(testServer, `${PREFIX}/old.ts`)).rejects.toMatchObject({ name: 'NotFound' });
});

test('a mount needs a folder, a bucket, and a prefix of its own', async () => {
  const testServer = await startTestServer();
  const { server, bucket } = testServer;
  const directory = await mountFiles(testServer, { 'a.ts': 'x' });

  const mount = (prefix: string, folder: string, into = bucket) =>
    server.mount({ bucket: into, prefix, directory: folder });

  await expect(mount('x', join(directory, 'none'))).rejects.toMatchObject({ name: 'MountDirectoryMissingError' });
  await expect(mount('x', join(directory, 'a.ts'))).rejects.toMatchObject({ name: 'MountDirectoryMissingError' });
  await expect(mount(`${PREFIX}/media`, directory)).rejects.toMatchObject({ name: 'MountOverlapError' });
  await expect(mount('x', directory, 'nowhere')).rejects.toMatchObject({ code: 'NoSuchBucket' });
});

/** Mounts a folder with the files at the recording's prefix, and returns the folder. */
async function mountFiles({ server, bucket }: TestServer, files: Record<string, string>): Promise<string> {
  const directory = join(await makeTestDirectory(), 'recording');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  await server.mount({ bucket, prefix: PREFIX, directory });
  return directory;
}

async function listKeys({ client, bucket }: TestServer): Promise<(string | undefined)[]> {
  const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return (listed.Contents ?? []).map(({ Key }) => Key);
}

function head({ client, bucket }: TestServer, Key: string) {
  return client.send(new HeadObjectCommand({ Bucket: bucket, Key }));
}
