import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type * as source from '../../../clients/recordings-client.ts';
import { buildApiClient } from '../../../scripts/build-clients.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-client-'));
const file = path.join(folder, 'client.mjs');
let client: typeof source;

beforeAll(async () => {
  await buildApiClient(file);
  client = await import(pathToFileURL(file).href);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A `fetch` that answers the same to whatever is asked. */
const answering = (status: number, body: string) => async () => new Response(body, { status });

test('the client that others get is small, and brings along all that it needs', async () => {
  const requested: string[] = [];
  const send: typeof fetch = async (url) => {
    requested.push(String(url));
    return Response.json({ recordings: [], next: requested.length === 1 ? 'a b' : undefined });
  };
  const { recordingsOfChannel } = client.makeRecordingsClient({ baseUrl: 'https://v.example.com/', fetch: send });

  for await (const recording of recordingsOfChannel('a/b', { limit: 5 })) expect(recording).toBeUndefined();

  expect(requested).toEqual([
    'https://v.example.com/api/channels/a%2Fb/recordings?limit=5',
    'https://v.example.com/api/channels/a%2Fb/recordings?limit=5&before=a+b',
  ]);
  expect(statSync(file).size).toBeLessThan(50_000);
});

test.each([
  ['a page of somebody else', 200, '<html>'],
  ['CloudFront without the API', 403, '<Error><Code>AccessDenied</Code></Error>'],
  ['another API', 200, '{"items":[]}'],
])('%s is told apart from an answer', async (_which, status, body) => {
  const { pageOfDay } = client.makeRecordingsClient({ fetch: answering(status, body) });

  await expect(pageOfDay('2026-06-23')).rejects.toMatchObject({ name: 'RecordingsAnswerError', status });
});

test('fields that a later version adds are let pass', async () => {
  const { pageOfDay } = client.makeRecordingsClient({ fetch: answering(200, '{"recordings":[],"more":1}') });

  expect(await pageOfDay('2026-06-23')).toEqual({ recordings: [] });
});
