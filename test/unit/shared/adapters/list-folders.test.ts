import { expect, test } from '@jest/globals';
import { makeFindMetadata, makeListFolders } from '../../../../lambdas/shared/adapters/list-folders.ts';
import { listed, listing, type S3Answer, s3Error, startS3Endpoint } from './s3-endpoint.ts';

const recording = { bucket: 'b', prefix: 'ivs/v1/1/c/2026/6/23/20/12/r' };

/** A page of folders, as S3 writes it. */
const folders = (prefixes: string[], token?: string): S3Answer =>
  listing(
    prefixes.map((prefix) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`),
    token === undefined ? {} : { token },
  );

async function listAll(...answers: S3Answer[]) {
  const endpoint = await startS3Endpoint(...answers);
  try {
    const pages: string[][] = [];
    for await (const page of makeListFolders(endpoint.client)({ bucket: 'b', prefix: 'ivs/v1/' })) pages.push(page);
    return { pages, requests: endpoint.requests };
  } finally {
    await endpoint.close();
  }
}

test('folders are listed by delimiter, all pages, without what is above and the slash', async () => {
  const { pages, requests } = await listAll(
    folders(['ivs%2Fv1%2F111111111111%2F', 'ivs%2Fv1%2Fa+b%25%2F'], 'go on'),
    folders(['ivs%2Fv1%2F222222222222%2F']),
  );

  expect(pages).toEqual([['111111111111', 'a b%'], ['222222222222']]);
  expect(requests.map(({ query }) => [query.get('prefix'), query.get('delimiter')])).toEqual([
    ['ivs/v1/', '/'],
    ['ivs/v1/', '/'],
  ]);
  expect(requests.map(({ query }) => query.get('continuation-token'))).toEqual([null, 'go on']);
});

test('objects that lie in the folder are no folders', async () => {
  const { pages } = await listAll(listing([listed('ivs%2Fv1%2Freadme.txt')]));

  expect(pages).toEqual([[]]);
});

test('metadata files are found by one small request, with the time at which each was written', async () => {
  const endpoint = await startS3Endpoint(
    listing([
      listed('ivs%2Fv1%2F1%2Fc%2F2026%2F6%2F23%2F20%2F12%2Fr%2Fevents%2Frecording-ended.json'),
      listed('ivs%2Fv1%2F1%2Fc%2F2026%2F6%2F23%2F20%2F12%2Fr%2Fevents%2Frecording-started.json'),
    ]),
  );

  const files = await makeFindMetadata(endpoint.client)(recording);

  await endpoint.close();
  expect([...files]).toEqual([
    ['recording-ended.json', new Date('2026-06-23T20:12:34Z')],
    ['recording-started.json', new Date('2026-06-23T20:12:34Z')],
  ]);
  expect(endpoint.requests).toHaveLength(1);
  expect(Object.fromEntries(endpoint.requests[0]?.query ?? [])).toMatchObject({
    prefix: `${recording.prefix}/events/recording-`,
    'max-keys': '10',
  });
});

test('denied access and passing faults have their names', async () => {
  await expect(listAll(s3Error(403, 'AccessDenied'))).rejects.toMatchObject({ name: 'StorageAccessDeniedError' });
  await expect(listAll(s3Error(503, 'SlowDown'))).rejects.toMatchObject({ name: 'StorageUnavailableError' });
});
