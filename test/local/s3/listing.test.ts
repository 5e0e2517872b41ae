import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../../local/s3/stores/memory-store.ts';
import { startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test('paging through 3,000 keys in mixed case and script loses none and keeps UTF-8 order', async () => {
  const { server, client } = await startTestServer();
  const keys = makeMixedKeys(3000);
  const store = createMemoryStore();
  for (const key of keys) store.add({ key, sizeBytes: 1 });
  await server.createBucket('mixed', { store });

  const listed = await listAll(client, { Bucket: 'mixed', MaxKeys: 7 });

  expect(listed.keys).toEqual(sortByBytes(keys));
});

test('objects on disk are listed page by page in UTF-8 order', async () => {
  const { client, bucket } = await startTestServer();
  const keys = ['B', 'a', 'b', '\u{ff21}', '\u{1f3a5}', 'a/b', 'a-b', 'é'];
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));

  const listed = await listAll(client, { Bucket: bucket, MaxKeys: 3 });

  expect(listed.keys).toEqual(sortByBytes(keys));
  expect(listed.pages).toBe(3);
});

test('a delimiter rolls keys up, and common prefixes count among the keys of a page', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  for (const folder of ['a', 'b', 'c']) {
    for (let index = 0; index < 50; index++) store.add({ key: `x/${folder}/${index}`, sizeBytes: 1 });
  }
  for (const key of ['x/aa', 'x/bb', 'x/z', 'y']) store.add({ key, sizeBytes: 1 });
  await server.createBucket('folders', { store });

  const first = await client.send(
    new ListObjectsV2Command({ Bucket: 'folders', Prefix: 'x/', Delimiter: '/', MaxKeys: 2 }),
  );
  const all = await listAll(client, { Bucket: 'folders', Prefix: 'x/', Delimiter: '/', MaxKeys: 2 });

  expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true, CommonPrefixes: [{ Prefix: 'x/a/' }] });
  expect(first.Contents?.map(({ Key }) => Key)).toEqual(['x/aa']);
  expect(all.prefixes).toEqual(['x/a/', 'x/b/', 'x/c/']);
  expect(all.keys).toEqual(['x/aa', 'x/bb', 'x/z']);
});

test('a page that is exactly full says that nothing follows', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  for (const key of ['a/1', 'a/2', 'b/1']) store.add({ key, sizeBytes: 1 });
  await server.createBucket('full', { store });

  const keys = await client.send(new ListObjectsV2Command({ Bucket: 'full', MaxKeys: 3 }));
  const prefixes = await client.send(new ListObjectsV2Command({ Bucket: 'full', Delimiter: '/', MaxKeys: 2 }));
  const none = await client.send(new ListObjectsV2Command({ Bucket: 'full', MaxKeys: 0 }));

  expect(keys).toMatchObject({ KeyCount: 3, IsTruncated: false });
  expect(keys.NextContinuationToken).toBeUndefined();
  expect(prefixes).toMatchObject({ KeyCount: 2, IsTruncated: false });
  expect(none).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test('a listing starts after the given key, whether there is such a key or not', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  for (const key of ['a', 'b', 'd']) store.add({ key, sizeBytes: 1 });
  await server.createBucket('start', { store });

  const afterExisting = await listAll(client, { Bucket: 'start', StartAfter: 'b' });
  const afterMissing = await listAll(client, { Bucket: 'start', StartAfter: 'c', MaxKeys: 1 });

  expect(afterExisting.keys).toEqual(['d']);
  expect(afterMissing.keys).toEqual(['d']);
});

test('encoding-type=url encodes keys, so that a key with a control character can be read', async () => {
  const { server, client } = await startTestServer();
  const store = createMemoryStore();
  store.add({ key: 'a b/ü\u0001+', sizeBytes: 1 });
  await server.createBucket('encoded', { store });

  const listed = await client.send(new ListObjectsV2Command({ Bucket: 'encoded', EncodingType: 'url' }));

  expect(listed.EncodingType).toBe('url');
  expect(listed.Contents?.[0]?.Key).toBe('a+b/%C3%BC%01%2B');
});

test('a continuation token that this server did not make is refused', async () => {
  const { client, bucket } = await startTestServer();

  const listing = client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: 'bogus' }));

  await expect(listing).rejects.toMatchObject({ name: 'InvalidArgument' });
});

async function listAll(client: S3Client, input: ListObjectsV2CommandInput) {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let pages = 0;
  for await (const page of paginateListObjectsV2({ client }, input)) {
    pages += 1;
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
    prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''));
  }
  return { keys, prefixes, pages };
}

function sortByBytes(keys: readonly string[]): string[] {
  return [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

function makeMixedKeys(count: number): string[] {
  const stems = ['Segment', 'segment', 'SEGMENT', 'ségment', '段', '\u{1f3a5}', '\u{ff21}'];
  return Array.from({ length: count }, (_, index) => {
    const stem = stems[(index * 31) % stems.length];
    return `${index % 3 === 0 ? 'Media' : 'media'}/${stem}-${(index * 7919) % count}.${index % 2 === 0 ? 'ts' : 'TS'}`;
  });
}
