import { afterEach, expect, test } from '@jest/globals';
import { makeRecordingStorage } from '../../../../lambdas/shared/adapters/recording-storage.ts';
import { listed, listing, type S3Answer, s3Error, startS3Endpoint } from './s3-endpoint.ts';

const endpoints: Awaited<ReturnType<typeof startS3Endpoint>>[] = [];

async function storageOver(...answers: S3Answer[]) {
  const endpoint = await startS3Endpoint(...answers);
  endpoints.push(endpoint);
  return { ...makeRecordingStorage(endpoint.client), requests: endpoint.requests };
}

afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close())));

const place = { bucket: 'b', key: 'p/media/hls/a b.m3u8', maxSizeBytes: 100 };

test('an object is read as text', async () => {
  const { readText, requests } = await storageOver({ body: '#EXTM3U é' });

  expect(await readText(place)).toEqual({ sizeBytes: 10, text: '#EXTM3U é' });
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /b/p/media/hls/a%20b.m3u8']);
});

test('a byte order mark stays, for the parser to refuse', async () => {
  const { readText } = await storageOver({ body: '\uFEFF#EXTM3U' });

  expect((await readText(place))?.text).toBe('\uFEFF#EXTM3U');
});

test('an object that is not there is absent', async () => {
  const { readText } = await storageOver(s3Error(404, 'NoSuchKey'));

  expect(await readText(place)).toBeUndefined();
});

test('a bucket that is not there is no absent object', async () => {
  const { readText } = await storageOver(s3Error(404, 'NoSuchBucket'));

  await expect(readText(place)).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

test.each([
  [100, 100],
  [101, undefined],
])('of at most 100 bytes, an object of %i is read: %s', async (sizeBytes, readBytes) => {
  const { readText } = await storageOver({ body: 'x'.repeat(sizeBytes) });

  const object = await readText(place);

  expect(object).toEqual({ sizeBytes, text: readBytes === undefined ? undefined : 'x'.repeat(readBytes) });
});

test('an object that is too large is not waited for: the connection is closed', async () => {
  const endless = { body: 'x', headers: { 'content-length': 2 ** 30 }, isEndless: true };
  const { readText, requests } = await storageOver(endless, { body: 'next' });

  expect(await readText(place)).toEqual({ sizeBytes: 2 ** 30, text: undefined });
  await requests[0]?.closed;
  expect(await readText(place)).toEqual({ sizeBytes: 4, text: 'next' });
});

test('an archived object is told with its storage class', async () => {
  const { readText } = await storageOver(
    s3Error(403, 'InvalidObjectState', '<StorageClass>DEEP_ARCHIVE</StorageClass>'),
  );

  await expect(readText(place)).rejects.toMatchObject({
    name: 'RecordingArchivedError',
    message: expect.stringContaining('s3://b/p/media/hls/a b.m3u8 is in the storage class DEEP_ARCHIVE'),
    cause: expect.objectContaining({ name: 'InvalidObjectState' }),
  });
});

test.each<[string, S3Answer, string]>([
  ['access is denied', s3Error(403, 'AccessDenied'), 'StorageAccessDeniedError'],
  ['the key is denied', s3Error(403, 'KMS.DisabledException'), 'StorageAccessDeniedError'],
  ['S3 throttles', s3Error(503, 'SlowDown'), 'StorageUnavailableError'],
  ['S3 counts requests', s3Error(429, 'TooManyRequestsException'), 'StorageUnavailableError'],
  ['S3 breaks down', s3Error(500, 'InternalError'), 'StorageUnavailableError'],
  ['S3 waited too long', s3Error(400, 'RequestTimeout'), 'StorageUnavailableError'],
  ['the connection breaks', { body: 'x', isCut: true, headers: { 'content-length': 50 } }, 'StorageUnavailableError'],
])('when %s, it is a %s with its cause', async (_, answer, name) => {
  const { readText } = await storageOver(answer);

  await expect(readText(place)).rejects.toMatchObject({ name, cause: expect.any(Error) });
});

test('when nobody listens, the storage is unavailable', async () => {
  const endpoint = await startS3Endpoint({});
  const { readText } = makeRecordingStorage(endpoint.client);
  await endpoint.close();

  await expect(readText(place)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
});

test('a throttled read is tried again', async () => {
  const { readText } = await storageOver(s3Error(503, 'SlowDown'), { body: 'x' });

  expect(await readText(place)).toMatchObject({ text: 'x' });
});

test('a folder is listed with sizes by key below it', async () => {
  const { listFolder } = await storageOver(
    listing([listed('p/0.ts', 5)], { token: 't' }),
    listing([listed('p/sub/1.ts', 0)]),
  );

  const { sizes, archived } = await listFolder({ bucket: 'b', prefix: 'p/' });

  expect(Object.fromEntries(sizes)).toEqual({ '0.ts': 5, 'sub/1.ts': 0 });
  expect(archived).toBeUndefined();
});

test.each([
  ['GLACIER', true],
  ['DEEP_ARCHIVE', true],
  ['GLACIER_IR', false],
  ['STANDARD_IA', false],
  ['INTELLIGENT_TIERING', false],
])('the first object that must be restored is told: %s, %s', async (storageClass, isArchived) => {
  const more = `<StorageClass>${storageClass}</StorageClass>`;
  const { listFolder } = await storageOver(
    listing([listed('p/0.ts'), listed('p/1.ts', 1, more), listed('p/2.ts', 1, more)]),
  );

  const { archived } = await listFolder({ bucket: 'b', prefix: 'p/' });

  expect(archived).toEqual(isArchived ? { key: 'p/1.ts', storageClass } : undefined);
});

test('a restored object need not be restored', async () => {
  const more =
    '<StorageClass>GLACIER</StorageClass><RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-07-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>';
  const { listFolder } = await storageOver(listing([listed('p/0.ts', 1, more)]));

  expect((await listFolder({ bucket: 'b', prefix: 'p/' })).archived).toBeUndefined();
});

test('the first key of a folder costs one key', async () => {
  const { findFirstKey, requests } = await storageOver(listing([listed('p/thumb0.jpg')], { token: 't' }));

  expect(await findFirstKey({ bucket: 'b', prefix: 'p/' })).toBe('p/thumb0.jpg');
  expect(requests.map(({ query }) => query.get('max-keys'))).toEqual(['1']);
});

test('an empty folder has no first key', async () => {
  const { findFirstKey } = await storageOver(listing([]));

  expect(await findFirstKey({ bucket: 'b', prefix: 'p/' })).toBeUndefined();
});

test('the first keys of a folder are listed to its end, or until there are enough', async () => {
  const pages = () => [
    listing([listed('p/a'), listed('p/b')], { token: 't1' }),
    listing([listed('p/c'), listed('p/d')], { token: 't2' }),
    listing([listed('p/e')]),
  ];
  const whole = await storageOver(...pages());
  const partly = await storageOver(...pages());
  const full = await storageOver(listing([listed('p/a'), listed('p/b')]));
  const folder = { bucket: 'b', prefix: 'p/' };

  expect(await whole.listFirstKeys({ ...folder, most: 5 })).toEqual({
    keys: ['p/a', 'p/b', 'p/c', 'p/d', 'p/e'],
    isWhole: true,
  });
  expect(await partly.listFirstKeys({ ...folder, most: 2 })).toEqual({ keys: ['p/a', 'p/b'], isWhole: false });
  expect(await full.listFirstKeys({ ...folder, most: 2 })).toEqual({ keys: ['p/a', 'p/b'], isWhole: true });
  expect([whole, partly, full].map(({ requests }) => requests.length)).toEqual([3, 1, 1]);
});

test('a part of an object is read as bytes', async () => {
  const { readBytes, requests } = await storageOver({ status: 206, body: Buffer.from([71, 0, 1]) });

  const bytes = await readBytes({ bucket: 'b', key: 'p/0.ts', offset: 1880, maxSizeBytes: 188 });

  expect([...(bytes ?? [])]).toEqual([71, 0, 1]);
  expect(requests[0]?.headers.range).toBe('bytes=1880-2067');
});

test.each([
  ['is not there', s3Error(404, 'NoSuchKey')],
  ['ends before', s3Error(416, 'InvalidRange')],
])('of an object that %s, no bytes are read', async (_, answer) => {
  const { readBytes } = await storageOver(answer);

  expect(await readBytes({ bucket: 'b', key: 'p/0.ts', offset: 0, maxSizeBytes: 188 })).toBeUndefined();
});

test('access denied to a part of an object is told', async () => {
  const { readBytes } = await storageOver(s3Error(403, 'AccessDenied'));

  await expect(readBytes({ bucket: 'b', key: 'p/0.ts', offset: 0, maxSizeBytes: 188 })).rejects.toMatchObject({
    name: 'StorageAccessDeniedError',
  });
});
