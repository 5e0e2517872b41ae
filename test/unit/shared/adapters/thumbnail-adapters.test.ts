import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  makeListDayOfThumbnails,
  makeUpdateThumbnails,
} from '../../../../lambdas/shared/adapters/thumbnail-catalog.ts';
import { makeThumbnailStorage } from '../../../../lambdas/shared/adapters/thumbnail-storage.ts';
import { StorageAccessDeniedError, StorageUnavailableError } from '../../../../lambdas/shared/contract/errors.ts';
import { startCatalogTable } from './catalog-table.ts';
import { startS3Endpoint } from './s3-endpoint.ts';

let table: Awaited<ReturnType<typeof startCatalogTable>>;

beforeAll(async () => {
  table = await startCatalogTable();
});
afterAll(() => table.close());

const url = 'https://v.example.com/p/media/thumbnails/thumb0.jpg';
const itemOn = (day: string, recordingId: string, more: object = {}) => ({
  type: 'recording',
  channelId: 'AbCdef1G2hij',
  recordingKey: `${day}T20:12Z#${recordingId}`,
  day,
  startedAt: `${day}T20:12:34Z`,
  judgedAt: '2026-06-23T21:00:00.000Z',
  recording: { bucket: 'my-recordings', prefix: `p/${recordingId}`, endedAt: `${day}T21:12:34Z` },
  playback: { url: 'https://v.example.com/p/master.m3u8', thumbnailUrl: url, thumbnailCount: 60 },
  title: 'Somebody’s',
  ...more,
});

test('of a day the recordings are listed whose thumbnails have not been deleted, over all pages', async () => {
  const long = 'x'.repeat(3000);
  for (let index = 0; index < 210; index++) await table.putItem(itemOn('2026-06-01', `rec${index}`, { long }));
  await table.putItem(itemOn('2026-06-01', 'done', { thumbnailsExpiredAt: '2026-08-01T00:00:00Z' }));
  await table.putItem(itemOn('2026-06-01', 'export', { type: 'export' }));
  await table.putItem(itemOn('2026-06-01', 'failed', { recording: undefined }));
  await table.putItem(itemOn('2026-06-02', 'later'));

  const pages: unknown[][] = [];
  for await (const page of makeListDayOfThumbnails(table.client, table.tableName)('2026-06-01')) pages.push([...page]);

  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat()).toHaveLength(210);
  expect(pages.flat()).toContainEqual({
    channelId: 'AbCdef1G2hij',
    recordingKey: '2026-06-01T20:12Z#rec7',
    judgedAt: '2026-06-23T21:00:00.000Z',
    bucket: 'my-recordings',
    prefix: 'p/rec7',
    endedAt: '2026-06-01T21:12:34Z',
    thumbnailUrl: url,
    thumbnailCount: 60,
  });
});

const latest = 'https://v.example.com/p/media/latest_thumbnail/thumb.jpg';

test.each([
  ['one picture is left', { playback: { thumbnailUrl: latest } }, { playback: { thumbnailUrl: latest } }],
  ['none is left', { playback: { thumbnailUrl: undefined } }, { playback: {} }],
  [
    'all are gone',
    { thumbnailsExpiredAt: '2026-08-01T00:00:00Z' },
    { playback: { thumbnailUrl: url, thumbnailCount: 60 }, thumbnailsExpiredAt: '2026-08-01T00:00:00Z' },
  ],
  [
    'both at once',
    { playback: { thumbnailUrl: latest }, thumbnailsExpiredAt: '2026-08-01T00:00:00Z' },
    { playback: { thumbnailUrl: latest }, thumbnailsExpiredAt: '2026-08-01T00:00:00Z' },
  ],
])('the item tells that %s, and keeps everything else', async (_what, change, told) => {
  const { channelId, recordingKey, judgedAt, ...item } = itemOn('2026-06-03', 'changed');
  await table.putItem({ channelId, recordingKey, judgedAt, ...item });

  const outcome = await makeUpdateThumbnails(
    table.client,
    table.tableName,
  )({ channelId, recordingKey, judgedAt, ...change });

  expect(outcome).toBe('written');
  const playback = { url: 'https://v.example.com/p/master.m3u8', ...told.playback };
  expect(await table.readItem({ channelId, recordingKey })).toEqual({
    channelId,
    recordingKey,
    judgedAt,
    ...item,
    ...told,
    playback,
  });
});

test.each([
  ['was judged anew', '2026-06-23T22:00:00.000Z', '2026-06-23T21:00:00.000Z'],
  ['was judged for the first time', '2026-06-23T22:00:00.000Z', undefined],
  ['is no longer in the catalog', undefined, '2026-06-23T21:00:00.000Z'],
  ['is no longer in the catalog and never was judged', undefined, undefined],
])('nothing is written of a recording that %s', async (what, found, judgedAt) => {
  const key = { channelId: 'AbCdef1G2hij', recordingKey: `2026-06-04T20:12Z#${what.replaceAll(' ', '')}` };
  if (found !== undefined) await table.putItem({ ...key, judgedAt: found });

  const update = makeUpdateThumbnails(table.client, table.tableName);
  const outcome = await update({ ...key, judgedAt, thumbnailsExpiredAt: '2026-08-01T00:00:00Z' });

  expect(outcome).toBe('superseded');
  expect(await table.readItem(key)).toEqual(found === undefined ? undefined : { ...key, judgedAt: found });
});

test('keys that S3 does not delete are given with its reason', async () => {
  const { client, requests, close } = await startS3Endpoint({
    body: '<DeleteResult><Error><Key>p/thumb1.jpg</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>',
  });

  const kept = await makeThumbnailStorage(client).deleteObjects('my-recordings', ['p/thumb0.jpg', 'p/thumb1.jpg']);

  await close();
  expect(kept).toEqual([{ key: 'p/thumb1.jpg', reason: 'AccessDenied: Access Denied' }]);
  expect(requests.map(({ method, query }) => [method, query.has('delete')])).toEqual([['POST', true]]);
});

test.each([
  [{ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }, StorageAccessDeniedError],
  [{ status: 503, body: '<Error><Code>SlowDown</Code></Error>' }, StorageUnavailableError],
])('an answer like %j is named', async (answer, error) => {
  const { client, close } = await startS3Endpoint(answer);

  const failed = makeThumbnailStorage(client).deleteObjects('my-recordings', ['p/thumb0.jpg']);

  await expect(failed).rejects.toThrow(error);
  await close();
});
