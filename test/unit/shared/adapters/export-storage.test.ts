import { afterEach, expect, test } from '@jest/globals';
import { makeExportStorage } from '../../../../lambdas/shared/adapters/export-storage.ts';
import { type S3Answer, s3Error, startS3Endpoint } from './s3-endpoint.ts';

const endpoints: Awaited<ReturnType<typeof startS3Endpoint>>[] = [];

async function storageOver(...answers: S3Answer[]) {
  const endpoint = await startS3Endpoint(...answers);
  endpoints.push(endpoint);
  return { ...makeExportStorage(endpoint.client), requests: endpoint.requests };
}

afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close())));

const place = { bucket: 'b', key: 'c/r/archive.mp4' };
const version = { ...place, etag: '"abc"', sizeBytes: 1000 };

test('an export is found with its size and version, without reading it', async () => {
  const { findExport, requests } = await storageOver({ headers: { 'content-length': 1000, etag: '"abc"' } });

  expect(await findExport(place)).toEqual(version);
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['HEAD /b/c/r/archive.mp4']);
});

test('an export that is not there is absent', async () => {
  const { findExport } = await storageOver({ status: 404 });

  expect(await findExport(place)).toBeUndefined();
});

test('denied access is not absence', async () => {
  const { findExport } = await storageOver({ status: 403 });

  await expect(findExport(place)).rejects.toMatchObject({ name: 'StorageAccessDeniedError' });
});

test('a range is read of exactly the version that was found', async () => {
  const { readExportRange, requests } = await storageOver({ status: 206, body: 'moov' });

  const bytes = await readExportRange(version, 100, 4);

  expect(Buffer.from(bytes).toString()).toBe('moov');
  expect(requests[0]?.headers).toMatchObject({ range: 'bytes=100-103', 'if-match': '"abc"' });
});

test.each<[string, S3Answer]>([
  ['another version', s3Error(412, 'PreconditionFailed')],
  ['nothing', s3Error(404, 'NoSuchKey')],
  ['a shorter one', s3Error(416, 'InvalidRange')],
])('when %s stands there meanwhile, it is worth another try', async (_, answer) => {
  const { readExportRange } = await storageOver(answer);

  await expect(readExportRange(version, 100, 4)).rejects.toMatchObject({
    name: 'StorageUnavailableError',
    message: expect.stringContaining('s3://b/c/r/archive.mp4 was replaced'),
  });
});

test.each<[string, S3Answer, string]>([
  ['access is denied', s3Error(403, 'AccessDenied'), 'StorageAccessDeniedError'],
  ['S3 throttles', s3Error(503, 'SlowDown'), 'StorageUnavailableError'],
  ['KMS throttles S3', s3Error(400, 'ThrottlingException'), 'StorageUnavailableError'],
  ['the key is disabled', s3Error(400, 'KMS.DisabledException'), 'KMS.DisabledException'],
  [
    'the connection breaks',
    { status: 206, body: 'm', isCut: true, headers: { 'content-length': 4 } },
    'StorageUnavailableError',
  ],
])('when %s while reading, it is a %s', async (_, answer, name) => {
  const { readExportRange } = await storageOver(answer);

  await expect(readExportRange(version, 100, 4)).rejects.toMatchObject({ name });
});
