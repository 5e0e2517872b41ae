import { expect, test } from '@jest/globals';
import { listObjects } from '../../../../lambdas/shared/adapters/list-objects.ts';
import type { ListedObject } from '../../../../lambdas/shared/adapters/listing-page.ts';
import { listed, listing, type S3Answer, s3Error, startS3Endpoint } from './s3-endpoint.ts';

const folder = { bucket: 'b', prefix: 'p/' };

/** Lists against an endpoint with these answers. */
async function list(...answers: S3Answer[]) {
  const endpoint = await startS3Endpoint(...answers);
  try {
    const objects: ListedObject[] = [];
    for await (const page of listObjects(endpoint.client, folder)) objects.push(...page);
    return { objects, requests: endpoint.requests, error: undefined };
  } catch (error) {
    return { objects: [], requests: endpoint.requests, error };
  } finally {
    await endpoint.close();
  }
}

const truncated = (answer: S3Answer): S3Answer => ({ ...answer, body: String(answer.body).slice(0, -30) });

test('all pages are read, each from where the one before it ended', async () => {
  const { objects, requests } = await list(
    listing([listed('p/0.ts', 5), listed('p/1.ts', 0)], { token: 'a/b+c=&amp;' }),
    listing([listed('p/2.ts', '9007199254740991')]),
  );

  expect(objects.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
    ['p/0.ts', 5],
    ['p/1.ts', 0],
    ['p/2.ts', 9_007_199_254_740_991],
  ]);
  expect(requests.map(({ query }) => query.get('continuation-token'))).toEqual([null, 'a/b+c=&']);
});

test('the request is signed, asks for encoded keys and for what became of restores', async () => {
  const { requests } = await list(listing([]));

  expect(requests).toHaveLength(1);
  expect(requests[0]?.path).toBe('/b/');
  expect(Object.fromEntries(requests[0]?.query ?? [])).toMatchObject({
    'list-type': '2',
    prefix: 'p/',
    'encoding-type': 'url',
  });
  expect(requests[0]?.headers).toMatchObject({
    authorization: expect.stringContaining('AWS4-HMAC-SHA256'),
    'x-amz-optional-object-attributes': 'RestoreStatus',
  });
});

test.each([
  ['encoded for URLs', 'url', 'p%2Fa+b%2B%26%C3%A9%01.ts', 'p/a b+&é\u0001.ts'],
  ['with entities', '', 'p/a+b &amp;&lt;&gt;&quot;&apos;&#x1;&#38;%41.ts', 'p/a+b &<>"\'\u0001&%41.ts'],
])('a key %s is decoded', async (_, encodingType, written, expected) => {
  const { objects } = await list(listing([listed(written)], { encodingType }));

  expect(objects[0]?.key).toBe(expected);
});

test('storage classes are told, and whether an archived object has been restored', async () => {
  const restored =
    '<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-07-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>';
  const restoring = '<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>';
  const archived = '<StorageClass>GLACIER</StorageClass>';

  const { objects } = await list(
    listing([
      listed('a', 1, archived),
      listed('b', 1, archived + restoring),
      listed('c', 1, archived + restored),
      listed('d', 1, ''),
    ]),
  );

  expect(objects.map(({ storageClass, isRestored }) => [storageClass, isRestored])).toEqual([
    ['GLACIER', false],
    ['GLACIER', false],
    ['GLACIER', true],
    [undefined, false],
  ]);
});

test('an empty folder has no objects', async () => {
  const { objects, requests } = await list(listing([]));

  expect(objects).toEqual([]);
  expect(requests).toHaveLength(1);
});

const page = listing([listed('p/0.ts'), listed('p/1.ts')]);

test.each<[string, S3Answer]>([
  ['ends too early', truncated(page)],
  ['ends within an object', { body: `${String(page.body).split('</Size>')[0]}</ListBucketResult>` }],
  ['has an object without a size', listing([listed('p/0.ts', '')])],
  ['goes on without saying where', { body: String(page.body).replace('>false<', '>true<') }],
  ['breaks off', { ...page, isCut: true, headers: { 'content-length': 5000 } }],
  ['is an error after all', { ...s3Error(200, 'InternalError') }],
  ['is a server error', s3Error(500, 'InternalError')],
  ['is throttled', s3Error(503, 'SlowDown')],
])('an answer that %s is asked for again', async (_, bad) => {
  const { objects, requests } = await list(bad, bad, page);

  expect(objects.map(({ key }) => key)).toEqual(['p/0.ts', 'p/1.ts']);
  expect(requests).toHaveLength(3);
});

test.each<[string, S3Answer]>([
  ['ends too early', truncated(page)],
  ['breaks off', { ...page, isCut: true, headers: { 'content-length': 5000 } }],
  ['is throttled', s3Error(503, 'SlowDown')],
  ['is a server error', s3Error(500, 'InternalError')],
])('an answer that %s every time is a passing fault, told with what was asked for', async (_, bad) => {
  const { error, requests } = await list(bad);

  expect(requests).toHaveLength(3);
  expect(error).toMatchObject({
    name: 'StorageUnavailableError',
    message: expect.stringContaining('the listing of s3://b/p/'),
    cause: expect.any(Error),
  });
});

test('denied access is told as such, and asked for once', async () => {
  const { error, requests } = await list(s3Error(403, 'AccessDenied'));

  expect(requests).toHaveLength(1);
  expect(error).toMatchObject({
    name: 'StorageAccessDeniedError',
    message: expect.stringContaining('the listing of s3://b/p/ (AccessDenied: said AccessDenied)'),
    cause: expect.objectContaining({ name: 'AccessDenied' }),
  });
});

test('a bucket that is not there is no empty folder', async () => {
  expect((await list(s3Error(404, 'NoSuchBucket'))).error).toMatchObject({ name: 'NoSuchBucket' });
});

test('a second page that fails does not pass for the end', async () => {
  const { error } = await list(listing([listed('p/0.ts')], { token: 'more' }), s3Error(403, 'AccessDenied'));

  expect(error).toMatchObject({ name: 'StorageAccessDeniedError' });
});
