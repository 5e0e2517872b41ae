import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemSchema } from '../../../lambdas/shared/contract/api.ts';
import { anyCharacter } from '../../fixtures/any-character.ts';
import { callApi } from './call-api.ts';
import { channelId, MemoryCatalog, recordingItem } from './memory-catalog.ts';

const catalog = new MemoryCatalog();
catalog.items.push(recordingItem({ recordingId: 'abc' }), recordingItem({ recordingId: 'abd' }));

const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.string({ unit: anyCharacter, maxLength: 200 }).map((value) => Buffer.from(value).toString('base64url')),
  fc.constantFrom(
    '..',
    '%2e%2e%2f',
    '%00',
    '\r\nSet-Cookie: a=b',
    '#export-minutes',
    '__proto__',
    '𝒳'.repeat(5000),
    '😀',
    '%E0%A4%A',
  ),
  fc.json({ maxDepth: 2 }).map((value) => Buffer.from(value).toString('base64url')),
);

const paths = fc.oneof(
  text.map((id) => `/api/recordings/${id}`),
  text.map((id) => `/api/channels/${id}/recordings`),
  text.map((path) => `/api/${path}`),
  text,
  fc.constantFrom('/api/recordings', `/api/channels/${channelId}/recordings`),
);
const names = fc.oneof(fc.constantFrom('limit', 'before', 'day', 'include'), text);
const queries = fc.array(fc.tuple(names, fc.oneof(text, fc.constantFrom('2026-06-23', '5', 'all'))), { maxLength: 4 });

test('whatever is asked, the answer is a recording, a page, or a problem with status 400, 404 or 405', async () => {
  await fc.assert(
    fc.asyncProperty(
      paths,
      queries,
      text,
      fc.constantFrom('GET', 'HEAD', 'POST'),
      async (path, query, condition, method) => {
        const { statusCode, headers, json, body } = await callApi(
          catalog,
          `${path}?${query.map((pair) => pair.join('=')).join('&')}`,
          { method, headers: { 'if-none-match': condition } },
        );

        expect([200, 304, 400, 404, 405]).toContain(statusCode);
        if (statusCode >= 400 && method !== 'HEAD') expect(json).toEqual(problemSchema.parse(json));
        expect(body.length).toBeLessThan(20_000);
        expect(Object.values(headers).join()).not.toMatch(/[\r\n]/);
      },
    ),
    { numRuns: 250 },
  );
});

test('a made-up cursor leads to a place in the same list, or nowhere', async () => {
  const id = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/);
  const minute = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  const items = fc.tuple(fc.oneof(id, fc.constant(channelId)), id, minute).map(([c, r, at]) => ({
    c,
    r,
    m: `${at.toISOString().slice(0, 16)}Z`,
    s: at.toISOString(),
  }));
  const times = minute.map((at) => ({ b: at.toISOString() }));

  await fc.assert(
    fc.asyncProperty(fc.oneof(items, times), async (cursor) => {
      const before = Buffer.from(JSON.stringify(cursor)).toString('base64url');

      const { statusCode, json } = await callApi(catalog, `/api/channels/${channelId}/recordings?before=${before}`);

      if (statusCode === 200)
        for (const recording of json.recordings) expect(['abc', 'abd']).toContain(recording.recordingId);
      else expect(json.type).toBe('/api/problems#cursor-invalid');
    }),
    { numRuns: 150 },
  );
});
