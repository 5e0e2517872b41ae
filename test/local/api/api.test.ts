import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRecordingsClient, RecordingsProblemError } from '../../../clients/recordings-client.ts';
import { makeListOfDay } from '../../../lambdas/shared/adapters/catalog-by-day.ts';
import { makeDynamoDbClient } from '../../../lambdas/shared/adapters/catalog-writer.ts';
import { apiPageSchema, apiRecordingSchema } from '../../../lambdas/shared/contract/api.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';
import { exportItem, failedItem, recordingItem } from '../../unit/serve-api/memory-catalog.ts';
import { type CatalogApi, startCatalogApi } from './catalog-api.ts';

let api: CatalogApi;
const channels = ['AsXego4U6tnj', 'Qm4TzL9cWx2d'] as const;
const ids: string[] = [];

beforeAll(async () => {
  api = await startCatalogApi();
  const items = Array.from({ length: 90 }, (_, number) => {
    const recordingId = `r${String(number).padStart(3, '0')}`;
    // Several begin at the very same second, on two channels.
    const startedAt = `2026-06-23T20:${String(Math.floor(number / 4)).padStart(2, '0')}:00Z`;
    if (number % 9 === 8) return [failedItem({ recordingId, startedAt })];
    ids.push(recordingId);
    const recording = recordingItem({ recordingId, startedAt }, { channelId: channels[number % 2] });
    return [recording, exportItem(recording, 'archive'), exportItem(recording, 'podcast')];
  });
  await api.put(items.flat());
});

afterAll(() => api.stop());

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

const get = (path: string, init?: RequestInit) => fetch(`${api.url}${path}`, init);

test('the client reads every recording of a day once, over pages, with its exports', async () => {
  const client = makeRecordingsClient({ baseUrl: `${api.url}/` });

  const recordings = await collect(client.recordingsOfDay('2026-06-23', { limit: 7 }));

  expect(recordings.map(({ recordingId }) => recordingId).toSorted()).toEqual(ids);
  expect(recordings.map(({ startedAt }) => startedAt)).toEqual(
    recordings
      .map(({ startedAt }) => startedAt)
      .toSorted()
      .reverse(),
  );
  for (const { exports } of recordings) expect(exports.map(({ name }) => name)).toEqual(['archive', 'podcast']);
});

test('the client reads the recordings of a channel, and each by its id', async () => {
  const client = makeRecordingsClient({ baseUrl: api.url });

  const recordings = await collect(client.recordingsOfChannel(channels[1], { limit: 6 }));

  const own = ids.filter((id) => Number(id.slice(1)) % 2 === 1);
  expect(recordings.map(({ recordingId }) => recordingId)).toEqual(own.toReversed());
  expect(await client.recording(own[0]!)).toEqual(recordings.at(-1));
  expect(await client.recording('nobody')).toBeUndefined();
  expect(await client.recording('no/body')).toBeUndefined();
});

test('the client reads the recordings of a channel on a day, and of a day without any none', async () => {
  const client = makeRecordingsClient({ baseUrl: api.url });

  const onDay = await collect(client.recordingsOfChannel(channels[0], { day: '2026-06-23', limit: 7 }));
  const dayBefore = await collect(client.recordingsOfChannel(channels[0], { day: '2026-06-22' }));

  expect(onDay).toEqual(await collect(client.recordingsOfChannel(channels[0])));
  expect(onDay.length).toBeGreaterThan(30);
  expect(onDay.every(({ exports }) => exports.length === 2)).toBe(true);
  expect(dayBefore).toEqual([]);
});

test('the client throws the problem that the API tells', async () => {
  const client = makeRecordingsClient({ baseUrl: api.url });

  const error = await client.pageOfDay('yesterday').catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(RecordingsProblemError);
  expect(error).toMatchObject({ message: expect.stringMatching(/^day must be/), problem: { status: 400 } });
  expect((error as RecordingsProblemError).is('parameter-invalid')).toBe(true);
});

test('answers fit their schema, may be read by other pages, and are not sent twice', async () => {
  const page = await get('/api/recordings?day=2026-06-23', { headers: { origin: 'https://app.example.com' } });
  const one = await get(`/api/recordings/${ids[0]}`);

  const again = await get(`/api/recordings/${ids[0]}`, { headers: { 'if-none-match': one.headers.get('etag') ?? '' } });

  expect(apiPageSchema.parse(await page.json()).recordings).toHaveLength(20);
  expect(page.headers.get('access-control-allow-origin')).toBe('*');
  expect(page.headers.get('cache-control')).toBe('public, max-age=5, s-maxage=10');
  const json = await one.json();
  expect(json).toEqual(apiRecordingSchema.parse(json));
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('preflight and HEAD are answered, and what writes is refused', async () => {
  const preflight = await get('/api/recordings', { method: 'OPTIONS', headers: { origin: 'https://app.example.com' } });
  const head = await get(`/api/recordings/${ids[0]}`, { method: 'HEAD' });

  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
    204,
    'GET, HEAD, OPTIONS',
  ]);
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect((await get('/api/recordings', { method: 'POST' })).status).toBe(403);
});

test.each([
  ['that climbs', '%2e%2e%2fproblems'],
  ['with a control character', '%00'],
  ['with a slash', 'a%2Fb'],
  ['of 10,000 letters', 'x'.repeat(10_000)],
  ['that is no text', '%F0%9F%98'],
])('an id %s is that of no recording', async (_which, id) => {
  const answers = await Promise.all([get(`/api/recordings/${id}`), get(`/api/channels/${id}/recordings`)]);

  for (const { status } of answers) expect([403, 404]).toContain(status);
});

test('a list of a day goes on with what started before a time', async () => {
  const client = makeDynamoDbClient({ ...makeSdkConfiguration('us-west-2'), endpoint: api.databaseUrl });
  const list = makeListOfDay(client, api.tableName);

  const { items, isEnd } = await list({
    day: '2026-06-23',
    after: { startedBefore: '2026-06-23T20:02:00Z' },
    limit: 100,
  });

  client.destroy();
  const recordings = items.flatMap(({ item }) => (item?.type === 'recording' ? [item.recordingId] : []));
  expect(recordings.toSorted()).toEqual(['r000', 'r001', 'r002', 'r003', 'r004', 'r005', 'r006', 'r007']);
  expect(isEnd).toBe(true);
});

test('without DynamoDB, callers are told within seconds to come again', async () => {
  await api.loseDatabase();

  const answers = await Promise.all(
    [`/api/recordings/${ids[0]}`, '/api/recordings?day=2026-06-23', `/api/channels/${channels[0]}/recordings`].map(
      (path) => get(path),
    ),
  );

  for (const { status, headers } of answers)
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '2', 'no-store']);
});
