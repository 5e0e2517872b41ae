import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  paginateListParts,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { startTestServer, stopTestServers, type TestServer } from './test-server.ts';
import { startUpload } from './test-upload.ts';

afterEach(stopTestServers);

test('the parts of an upload are listed in order, page by page', async () => {
  const testServer = await startTestServer();
  const upload = await startUpload(testServer);
  for (const number of [5, 2, 9]) await upload.send(number, Buffer.from(`part ${number}`));

  const first = await testServer.client.send(new ListPartsCommand({ ...upload.address, MaxParts: 2 }));
  const numbers: unknown[] = [];
  for await (const page of paginateListParts({ client: testServer.client, pageSize: 1 }, upload.address)) {
    numbers.push(...(page.Parts ?? []).map(({ PartNumber, Size }) => [PartNumber, Size]));
  }

  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '5', StorageClass: 'STANDARD' });
  expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([2, 5]);
  expect(numbers).toEqual([
    [2, 6],
    [5, 6],
    [9, 6],
  ]);
});

test('the uploads of a bucket are listed by key and start, page by page and rolled up', async () => {
  const testServer = await startTestServer();
  const { client, bucket } = testServer;
  const ids: (string | undefined)[] = [];
  for (const Key of ['b', 'a/1', 'a/2', 'b', 'b', 'c']) ids.push((await startUpload(testServer, { Key })).id);

  const pages = await listUploads(testServer, { MaxUploads: 2 });
  const rolledUp = await listUploads(testServer, { MaxUploads: 1, Delimiter: '/' });
  await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: 'c', UploadId: ids[5] }));
  const rest = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: 'c' }));

  const inOrder = [ids[1], ids[2], ids[0], ids[3], ids[4], ids[5]];
  expect(pages.map(({ ids }) => ids)).toEqual([inOrder.slice(0, 2), inOrder.slice(2, 4), inOrder.slice(4)]);
  expect(rolledUp.flatMap(({ prefixes }) => prefixes)).toEqual(['a/']);
  expect(rolledUp.flatMap(({ ids }) => ids)).toEqual(inOrder.slice(2));
  expect(rest.Uploads ?? []).toEqual([]);
});

async function listUploads({ client, bucket }: TestServer, input: { MaxUploads: number; Delimiter?: string }) {
  const pages: { ids: (string | undefined)[]; prefixes: (string | undefined)[] }[] = [];
  let markers: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (markers !== undefined) {
    const page: Awaited<ReturnType<typeof send>> = await send(markers);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix);
    pages.push({ ids: (page.Uploads ?? []).map(({ UploadId }) => UploadId), prefixes });
    markers = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
  return pages;

  function send(position: { KeyMarker?: string; UploadIdMarker?: string }) {
    return client.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...input, ...position }));
  }
}
