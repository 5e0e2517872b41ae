import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import {
  apiPageSchema,
  apiRecordingSchema,
  operatorRecordingSchema,
  problemSchema,
  problems,
} from '../../../lambdas/shared/contract/api.ts';
import { ServiceUnavailableError } from '../../../lambdas/shared/contract/errors.ts';
import { callApi } from './call-api.ts';
import { channelId, exportItem, failedItem, MemoryCatalog, recordingItem } from './memory-catalog.ts';

const recordingId = 'j8Z9O91ndcVs';
const url = `/api/recordings/${recordingId}`;
const ofDay = '/api/recordings?day=2026-06-23';
const ofChannel = `/api/channels/${channelId}/recordings`;

function catalogOf(...items: MemoryCatalog['items']): MemoryCatalog {
  const catalog = new MemoryCatalog();
  catalog.items.push(...items);
  return catalog;
}

const playable = recordingItem({ recordingId });
const catalog = catalogOf(playable, exportItem(playable, 'archive'));

test('a recording is answered with where it plays, its pictures and its exports', async () => {
  const { statusCode, headers, json } = await callApi(catalog, url);

  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(json).toEqual(apiRecordingSchema.parse(json));
  expect(json).toMatchObject({
    recordingId,
    channelId,
    channelName: 'show',
    status: 'ready',
    access: 'public',
    playback: { thumbnails: { urlTemplate: expect.stringMatching(/\/media\/thumbnails\/thumb\{index\}\.jpg$/) } },
    exports: [{ name: 'archive', sizeBytes: 1000, codecs: ['avc1.4D401F', 'mp4a.40.2'] }],
  });
});

test('lists answer the same as the call for one recording', async () => {
  const { json: one } = await callApi(catalog, url);

  expect((await callApi(catalog, ofDay)).json).toEqual(apiPageSchema.parse({ recordings: [one] }));
  expect((await callApi(catalog, ofChannel)).json).toEqual({ recordings: [one] });
});

test.each([url, ofDay, ofChannel])('%s tells neither bucket nor role of machinery', async (path) => {
  const { body } = await callApi(catalog, path);

  expect(body).not.toMatch(/my-recordings|my-exports|arn:aws|engine|mediaconvert/);
});

test('a partial recording tells what is missing', async () => {
  const missing = {
    seconds: 10,
    skippedSeconds: 6,
    ranges: [{ rendition: '720p30', startSeconds: 12, seconds: 6 }],
    rangesLeftOut: 0,
    renditionsLeftOut: [],
  };
  const { recording, playback } = playable;
  const item = recordingItem(
    { recordingId },
    { recording: { ...recording!, completeness: 'partial' }, playback: { ...playback!, missing } },
  );

  const { json } = await callApi(catalogOf(item), url);

  expect(apiRecordingSchema.parse(json)).toMatchObject({
    status: 'partial',
    missing: { skippedSeconds: 6, ranges: [{ startSeconds: 12, seconds: 6 }] },
  });
});

test.each([
  ['failed', failedItem({ recordingId })],
  ['empty', recordingItem({ recordingId }, { status: 'empty', playback: undefined })],
  ['withheld', recordingItem({ recordingId }, { access: 'withheld' })],
])('a recording that is %s is answered as one that is not there', async (_name, item) => {
  const there = catalogOf(item, exportItem(item, 'archive'));

  const unknown = await callApi(new MemoryCatalog(), url);

  expect(unknown.json).toMatchObject({ status: 404, type: '/api/problems#recording-not-found' });
  expect(await callApi(there, url)).toEqual(unknown);
  expect((await callApi(there, ofDay)).json).toEqual({ recordings: [] });
  expect((await callApi(there, ofChannel)).json).toEqual({ recordings: [] });
});

test('a recording whose URLs need a signature says so', async () => {
  const { json } = await callApi(catalogOf(recordingItem({ recordingId }, { access: 'signed' })), url);

  expect(json.access).toBe('signed');
});

test('the operator sees why a recording failed and which exports are not there', async () => {
  const item = failedItem({ recordingId });
  const hold = { reason: 'daily-limit' as const, message: 'The day is used up.', minutes: 1, minutesPerDay: 5 };
  const there = catalogOf(item, exportItem(item, 'archive', { status: 'held', hold, export: undefined }));

  const { json } = await callApi({ ...there, hasOperatorView: true }, `${url}?include=all`);

  expect(json).toEqual(operatorRecordingSchema.parse(json));
  expect(json).toMatchObject({
    status: 'failed',
    failure: { name: 'RecordingDamagedError', state: 'ValidateRecording' },
    unfinishedExports: [{ name: 'archive', status: 'held', hold: 'The day is used up.' }],
    recording: { bucket: 'my-recordings' },
  });
});

test('without the switch that only a laptop has, nobody gets the operator’s view', async () => {
  const there = catalogOf(failedItem({ recordingId }));

  expect((await callApi(there, `${url}?include=all`)).statusCode).toBe(404);
  expect((await callApi(there, `${ofDay}&include=all`)).json).toEqual({ recordings: [] });
});

test('what is withheld is not for the operator’s page either', async () => {
  const there = catalogOf(recordingItem({ recordingId }, { access: 'withheld' }));

  expect((await callApi({ ...there, hasOperatorView: true }, `${url}?include=all`)).statusCode).toBe(404);
});

test.each([url, ofDay, '/api/openapi.json', '/api/problems'])(
  '%s is not sent again to a caller who has it, also when CloudFront has made its ETag weak',
  async (path) => {
    const first = await callApi(catalog, path);
    const etag = first.headers.etag ?? '';

    for (const condition of [etag, `W/${etag}`, `"other", W/${etag}`, '*']) {
      const again = await callApi(catalog, path, { headers: { 'if-none-match': condition } });
      expect(again).toMatchObject({ statusCode: 304, body: '', headers: { etag } });
      expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
    }
    expect((await callApi(catalog, path, { headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  },
);

test('lists and recordings are kept for seconds', async () => {
  for (const path of [url, ofDay, ofChannel])
    expect((await callApi(catalog, path)).headers['cache-control']).toBe('public, max-age=5, s-maxage=10');
});

test('HEAD answers the headers of GET', async () => {
  const get = await callApi(catalog, url);

  const head = await callApi(catalog, url, { method: 'HEAD' });

  expect(head).toMatchObject({ statusCode: 200, headers: get.headers, body: '' });
});

test('a preflight request is let pass', async () => {
  expect(await callApi(catalog, url, { method: 'OPTIONS' })).toMatchObject({ statusCode: 204, body: '' });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', ''])('%s is refused with what is allowed', async (method) => {
  const { statusCode, headers, json } = await callApi(catalog, url, { method });

  expect({ statusCode, allow: headers.allow }).toEqual({ statusCode: 405, allow: 'GET, HEAD, OPTIONS' });
  expect(json.type).toBe('/api/problems#method-not-allowed');
});

test.each([
  ['/api/recordings', 'parameter-invalid', /^day must be a date/],
  ['/api/recordings?day=2026-02-31', 'parameter-invalid', /^day must be a date/],
  [`${ofDay}&day=2026-06-24`, 'parameter-invalid', /^day must stand in the query once/],
  [`${ofDay}&limit=0`, 'parameter-invalid', /^limit must be a whole number from 1 to 100/],
  [`${ofDay}&limit=101`, 'parameter-invalid', /^limit/],
  [`${ofDay}&limit=1e1`, 'parameter-invalid', /^limit/],
  [`${ofDay}&before=`, 'cursor-invalid', undefined],
  [`${ofDay}&before=%00`, 'cursor-invalid', undefined],
  [`${ofDay}&before=${Buffer.from('{"b":"yesterday"}').toString('base64url')}`, 'cursor-invalid', undefined],
  ['/api/recordings/', 'path-not-found', undefined],
  ['/api/', 'path-not-found', undefined],
  ['/api/channels/a%2Fb/recordings', 'path-not-found', undefined],
  ['/api/recordings/..%2f..%2fetc', 'recording-not-found', undefined],
  [`/api/recordings/${'x'.repeat(10_000)}`, 'recording-not-found', undefined],
])('%#: what nobody understands is refused by name', async (path, name, detail) => {
  const { statusCode, headers, json } = await callApi(catalog, path);

  expect(headers['content-type']).toBe('application/problem+json');
  expect(json).toEqual(problemSchema.parse(json));
  expect(json).toMatchObject({ type: `/api/problems#${name}`, status: statusCode });
  if (detail !== undefined) expect(json.detail).toMatch(detail);
});

test('a cursor of another channel or another day is refused', async () => {
  const many = new MemoryCatalog();
  for (const id of ['abc', 'abd']) many.items.push(recordingItem({ recordingId: id }));
  const { json: channel } = await callApi(many, `${ofChannel}?limit=1`);
  const { json: day } = await callApi(many, `${ofDay}&limit=1`);

  const elsewhere = await callApi(many, `/api/channels/other/recordings?before=${channel.next}`);
  const anotherDay = await callApi(many, `/api/recordings?day=2026-06-24&before=${day.next}`);

  for (const { json } of [elsewhere, anotherDay])
    expect(json).toMatchObject({ status: 400, type: '/api/problems#cursor-invalid' });
});

test('while DynamoDB does not answer, callers are told to come again, and the log is told why', async () => {
  const fails = async () => {
    throw new ServiceUnavailableError('AWS did not deliver it.');
  };
  const warned: object[] = [];
  const warn = (_message: string, details: object) => void warned.push(details);
  const ports = { listOfChannel: fails, listOfDay: fails, listOfRecording: fails, warn };

  for (const path of [url, ofDay, ofChannel]) {
    const { statusCode, headers, body } = await callApi(ports, path);
    expect({ statusCode, retryAfter: headers['retry-after'], cache: headers['cache-control'] }).toEqual({
      statusCode: 503,
      retryAfter: '2',
      cache: 'no-store',
    });
    expect(body).not.toContain('AWS');
  }
  expect(warned).toHaveLength(3);
  expect(warned[0]).toEqual({ reason: 'AWS did not deliver it.', path: url });
});

test('every problem has its section in docs/api.md', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/api.md'), 'utf8');

  for (const [name, { status, title, explanation }] of Object.entries(problems))
    expect(page).toContain(`### ${name}\n\n${status}: ${title}. ${explanation}\n`);
});

test('the type of every problem leads to its explanation', async () => {
  const { body, headers } = await callApi(catalog, '/api/problems');

  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  for (const [name, { explanation }] of Object.entries(problems)) {
    expect(body).toContain(`id="${name}"`);
    expect(body).toContain(explanation);
  }
});
