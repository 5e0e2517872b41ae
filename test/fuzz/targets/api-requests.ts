import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Cursor, decodeCursor, encodeCursor } from '../../../lambdas/serve-api/cursor.ts';
import { RequestRefusedError } from '../../../lambdas/serve-api/refusal.ts';
import { apiPageSchema, problemSchema } from '../../../lambdas/shared/contract/api.ts';
import { callApi } from '../../unit/serve-api/call-api.ts';
import { channelId, exportItem, MemoryCatalog, recordingItem } from '../../unit/serve-api/memory-catalog.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const day = '2026-06-23';
const catalog = new MemoryCatalog(3);
for (const [recordingId, of] of [
  ['first', channelId],
  ['second', channelId],
  ['third', channelId],
  ['fourth', 'Qm4TzL9cWx2d'],
] as const) {
  const item = recordingItem({ recordingId }, { channelId: of });
  catalog.items.push(item, exportItem(item, 'archive'));
}

const position = { channelId, recordingKey: `${day}T20:12Z#second`, startedAt: `${day}T20:12:41Z` };
const cursors: readonly Cursor[] = [{ item: position }, { startedBefore: `${day}T20:12:41.000Z` }];

const requests = [
  `/api/recordings?day=${day}&limit=2`,
  `/api/channels/${channelId}/recordings`,
  `/api/channels/${channelId}/recordings?day=${day}&limit=1`,
  ...cursors.map((cursor) => `/api/recordings?day=${day}&before=${encodeCursor(cursor)}`),
  ...cursors.map((cursor) => `/api/channels/${channelId}/recordings?limit=1&before=${encodeCursor(cursor)}`),
  '/api/recordings/first',
  '/api/openapi.json',
];

const fragments = ['&day=', '&limit=', '&before=', '&include=all', '/api/', '/recordings', '?', '2026-02-31', '%23'];

/** Paths and queries of callers of the API, and of those who try things. */
export const apiRequests = defineTarget({
  name: 'api-request',
  refusals: [],
  cases: fc.record({
    request: fc.nat(requests.length - 1),
    edits: textEdits(fragments, 3),
    method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', '__proto__'),
  }),
  run: async ({ request, edits, method }) => {
    const url = editText(requests[request]!, edits);
    const { statusCode, json, body, headers } = await callApi(catalog, url, { method });
    assert.ok(Object.values(headers).every((value) => !/[\r\n]/.test(value)));
    if (statusCode !== 200) {
      assert.ok([204, 400, 404, 405].includes(statusCode), String(statusCode));
      if (body !== '') assert.equal(problemSchema.parse(json).status, statusCode);
      return `status ${statusCode}`;
    }
    const page = json === undefined ? undefined : apiPageSchema.safeParse(json).data;
    if (page === undefined) return undefined;
    const isOfChannel = url.startsWith(`/api/channels/${channelId}/`);
    assert.ok(
      page.recordings.every((one) => one.startedAt.startsWith(day) && (!isOfChannel || one.channelId === channelId)),
    );
    if (page.next === undefined) return undefined;

    // What is given out leads on, by the same call.
    const [place = '', query = ''] = url.split('?');
    const again = new URLSearchParams(query);
    again.set('before', page.next);
    const next = await callApi(catalog, `${place}?${again}`);
    assert.equal(next.statusCode, 200);
    const seen = new Set(page.recordings.map(({ recordingId }) => recordingId));
    assert.ok(next.json.recordings.every((one: { recordingId: string }) => !seen.has(one.recordingId)));
    return undefined;
  },
});

const written = [
  { c: channelId, r: 'second', m: `${day}T20:12Z`, s: `${day}T20:12:41Z` },
  { b: `${day}T20:12:41.000Z` },
];

/** Cursors that somebody made up or changed. */
export const apiCursors = defineTarget({
  name: 'api-cursor',
  refusals: [RequestRefusedError],
  cases: fc.record({
    cursor: fc.nat(written.length - 1),
    inside: jsonEdits(['#', 'Z#', '2026-06-23T20:12Z'], ['c', 'r', 'm', 's', 'b'], 2),
    outside: textEdits(['=', '-', '_'], 1),
  }),
  run: ({ cursor, inside, outside }) => {
    const text = Buffer.from(toJsonText(editJson(written[cursor]!, inside))).toString('base64url');
    const read = decodeCursor(editText(text, outside), () => true);

    assert.deepEqual(
      decodeCursor(encodeCursor(read), () => true),
      read,
    );
    const told = 'item' in read ? Object.values(read.item).join() : read.startedBefore;
    assert.match(told, /^[\w:.#,+-]+$/);
    return undefined;
  },
});
