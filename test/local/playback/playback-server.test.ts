import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CorsRules } from '../../../local/playback/cors.ts';
import type { PlaybackBehaviour } from '../../../local/playback/respond.ts';
import { type PlaybackServer, startPlaybackServer } from '../../../local/playback/server.ts';
import { type S3Server, startS3Server } from '../../../local/s3/server.ts';

const recording = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs';
const behavioursWith = (cors: CorsRules): PlaybackBehaviour[] => [
  { pathPattern: 'ivs/v1/*/media/*', bucket: 'recordings', added: { fixed: {}, cors } },
  { pathPattern: '*', bucket: 'exports', added: { fixed: {}, cors } },
];
const behaviours = behavioursWith({ origins: ['*'], allowsCredentials: false });

let directory: string;
let s3: S3Server;
let client: S3Client;
let playback: PlaybackServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playback-test-'));
  s3 = await startS3Server({ directory });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: s3.url, region: 'us-east-1', forcePathStyle: true, credentials });
  await s3.createBucket('recordings');
  await s3.createBucket('exports');
  await put('recordings', `${recording}/media/hls/master.m3u8`, '#EXTM3U');
  await put('recordings', `${recording}/media/hls/720p30/0.ts`, '0123456789');
  await put('recordings', `${recording}/events/recording-ended.json`, '{"secret":true}');
  await put('exports', 'AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4', 'mp4', {
    ContentType: 'video/mp4',
    CacheControl: 'max-age=9',
  });
  await put('exports', 'AsXego4U6tnj/j8Z9O91ndcVs/archive', 'no extension');
  await put('exports', 'a b+c%25&é.mp4', 'odd name');
  playback = await startPlaybackServer({ behaviours, originEndpoint: s3.url });
});

afterAll(async () => {
  await playback.stop();
  client.destroy();
  await s3.stop();
  await rm(directory, { recursive: true });
});

const put = (Bucket: string, Key: string, Body: string, more: { ContentType?: string; CacheControl?: string } = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

const get = (path: string, init?: RequestInit) => fetch(`${playback.url}/${path}`, init);

/** Sends a path as it is; `fetch` would resolve dots before. */
async function getRaw(path: string): Promise<number | undefined> {
  const sent = request(playback.url, { path }).end();
  const [response]: IncomingMessage[] = await once(sent, 'response');
  response?.resume();
  return response?.statusCode;
}

const segment = `${recording}/media/hls/720p30/0.ts`;
const exportPath = 'AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4';

test('a path is served from the bucket of the first behaviour that matches', async () => {
  const fromRecordings = await get(`${recording}/media/hls/master.m3u8`);
  const fromExports = await get(exportPath);

  expect([fromRecordings.status, await fromRecordings.text()]).toEqual([200, '#EXTM3U']);
  expect([fromExports.status, await fromExports.text()]).toEqual([200, 'mp4']);
});

test('the first behaviour that matches decides, even when only a later one would have the object', async () => {
  const everything = await startPlaybackServer({ behaviours: behaviours.toReversed(), originEndpoint: s3.url });

  const response = await fetch(`${everything.url}/${segment}`);

  expect(response.status).toBe(403);
  await everything.stop();
});

test('a key that does not exist is denied, as S3 does to one who may not list', async () => {
  const response = await get('AsXego4U6tnj/none.mp4');

  expect([response.status, await response.text()]).toEqual([403, 'Access Denied\n']);
});

test('what no behaviour names cannot be reached', async () => {
  const events = await get(`${recording}/events/recording-ended.json`);
  const onlyMedia = await startPlaybackServer({ behaviours: behaviours.slice(0, 1), originEndpoint: s3.url });
  const unmatched = await fetch(`${onlyMedia.url}/${exportPath}`);

  expect([events.status, unmatched.status]).toEqual([403, 403]);
  await onlyMedia.stop();
});

test.each([
  `/${recording}/media/../events/recording-ended.json`,
  `/${recording}/media/%2e%2e/events/recording-ended.json`,
  `/${recording}/media/%2E./events/recording-ended.json`,
  `/${recording}/media/..%2fevents%2frecording-ended.json`,
  `/${recording}/media/./hls/master.m3u8`,
  `/../recordings/${recording}/events/recording-ended.json`,
  `/..%2Frecordings%2F${recording}%2Fevents%2Frecording-ended.json`,
  `//recordings/${recording}/events/recording-ended.json`,
  '/',
  '/%',
])('%s leads nowhere', async (path) => {
  expect(await getRaw(path)).toBe(403);
});

test('the query does not reach the bucket, where it could ask for something else', async () => {
  const response = await get(`${exportPath}?v=%22etag%22&tagging&uploadId=1`);

  expect([response.status, await response.text()]).toEqual([200, 'mp4']);
});

test('a key with blanks and signs is found by its encoded path', async () => {
  const response = await get(encodeURIComponent('a b+c%25&é.mp4'));

  expect([response.status, await response.text()]).toEqual([200, 'odd name']);
});

test('a part of an object is served as such', async () => {
  const response = await get(segment, { headers: { range: 'bytes=2-5' } });

  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe('bytes 2-5/10');
  expect(response.headers.get('content-length')).toBe('4');
  expect(await response.text()).toBe('2345');
});

test('a range beyond the end is answered with the size', async () => {
  const response = await get(segment, { headers: { range: 'bytes=10-' } });

  expect(response.status).toBe(416);
  await response.body?.cancel();
});

test('HEAD tells size, version and ranges without the object', async () => {
  const response = await get(segment, { method: 'HEAD' });

  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-length': '10',
    'accept-ranges': 'bytes',
    etag: expect.stringMatching(/^".+"$/),
    'last-modified': expect.any(String),
  });
  expect(await response.text()).toBe('');
});

test('an object that the viewer has is not sent again', async () => {
  const etag = (await get(segment, { method: 'HEAD' })).headers.get('etag')!;

  const same = await get(segment, { headers: { 'if-none-match': etag } });
  const other = await get(segment, { headers: { 'if-none-match': '"other"' } });

  expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
  expect([other.status, await other.text()]).toEqual([200, '0123456789']);
});

test.each([
  [`${recording}/media/hls/master.m3u8`, 'application/vnd.apple.mpegurl'],
  [segment, 'video/mp2t'],
  [exportPath, 'video/mp4'],
  ['AsXego4U6tnj/j8Z9O91ndcVs/archive', 'application/octet-stream'],
])('%s is served as %s', async (path, contentType) => {
  const response = await get(path, { method: 'HEAD' });

  expect(response.headers.get('content-type')).toBe(contentType);
});

test('Cache-Control is what the object was stored with', async () => {
  const withOne = await get(exportPath, { method: 'HEAD' });
  const without = await get(segment, { method: 'HEAD' });

  expect([withOne.headers.get('cache-control'), without.headers.get('cache-control')]).toEqual(['max-age=9', null]);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is refused and changes nothing', async (method) => {
  const response = await get(exportPath, { method });

  expect(response.status).toBe(403);
  expect(await (await get(exportPath)).text()).toBe('mp4');
});

test('a page of any origin may read what is served', async () => {
  const response = await get(segment, { headers: { origin: 'https://app.example.com' } });
  const denied = await get('none.mp4', { headers: { origin: 'https://app.example.com' } });

  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain('Content-Range');
  expect(denied.headers.get('access-control-allow-origin')).toBe('*');
});

test('with listed origins only those may read', async () => {
  const cors = { origins: ['https://app.example.com'], allowsCredentials: true };
  const listed = await startPlaybackServer({ behaviours: behavioursWith(cors), originEndpoint: s3.url });

  const mine = await fetch(`${listed.url}/${segment}`, { headers: { origin: 'https://app.example.com' } });
  const other = await fetch(`${listed.url}/${segment}`, { headers: { origin: 'https://evil.example' } });

  expect(mine.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect(mine.headers.get('access-control-allow-credentials')).toBe('true');
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
  expect([mine.headers.get('vary'), other.headers.get('vary')]).toEqual(['Origin', 'Origin']);
  await listed.stop();
});

test('a preflight request is refused, as by S3 without a CORS rule, and the answer says what needs none', async () => {
  const response = await get(segment, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-mine',
    },
  });

  expect(response.status).toBe(403);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.text()).toMatch(/no CORS rule.+plain GET.+one Range/);
});

test('an origin that is not there is a 502', async () => {
  const gone = await startS3Server({ directory });
  await gone.stop();
  const orphan = await startPlaybackServer({ behaviours, originEndpoint: gone.url });

  const response = await fetch(`${orphan.url}/${exportPath}`);

  expect(response.status).toBe(502);
  await orphan.stop();
});
