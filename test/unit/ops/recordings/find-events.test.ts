import { expect, test } from '@jest/globals';
import { type EventWish, findEvents } from '../../../../ops/recordings/find-events.ts';
import { allOf, pagesOf } from './a-catalog.ts';

const prefixOf = (recordingId: string) => `ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${recordingId}`;
const eventOf = (recording_status: string, prefix: string, detail: object = {}, more: object = {}) =>
  JSON.stringify({
    id: `event of ${prefix}`,
    'detail-type': 'IVS Recording State Change',
    source: 'aws.ivs',
    time: '2026-06-23T20:12:00Z',
    region: 'us-west-2',
    resources: ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'],
    detail: {
      channel_name: 'show',
      stream_id: 'st-1',
      recording_status,
      recording_s3_bucket_name: 'my-recordings',
      recording_s3_key_prefix: prefix,
      ...detail,
    },
    ...more,
  });

const wish: EventWish = { since: new Date(0), until: new Date(1), channelId: undefined, limit: 1000 };

/** Finds in a log of these pages, with recordings of these ids in the catalog. */
async function find(pages: string[][], inCatalog: string[] = [], change: Partial<EventWish> = {}) {
  const batches: number[] = [];
  const found = await findEvents(
    { ...wish, ...change },
    {
      readMessages: () => pagesOf(...pages),
      findInCatalog: async (keys) => {
        batches.push(keys.length);
        return new Set(
          keys.map(({ recordingKey }) => recordingKey).filter((key) => inCatalog.includes(key.split('#')[1]!)),
        );
      },
      signal: new AbortController().signal,
    },
  );
  return { ...found, batches };
}

test.each([
  ['an end of what the catalog has', 'Recording End', 'known', 'in-catalog'],
  ['a start of what the catalog has', 'Recording Start', 'known', 'in-catalog'],
  ['an end of what the catalog does not have', 'Recording End', 'lost', 'not-in-catalog'],
  ['a failed end of what the catalog does not have', 'Recording End Failure', 'lost', 'not-in-catalog'],
  ['a start without an end', 'Recording Start', 'running', 'not-ended'],
  ['a start with an end', 'Recording Start', 'over', 'ended'],
])('%s', async (_what, status, recordingId, outcome) => {
  const messages = [eventOf(status, prefixOf(recordingId)), eventOf('Recording End', prefixOf('over'))];

  const { events } = await find([messages], ['known']);

  expect(events[0]).toMatchObject({
    status,
    outcome,
    channelId: 'AbCdef1G2hij',
    channelName: 'show',
    streamIds: ['st-1'],
  });
});

test('a start that failed never became a recording, and its reason is told', async () => {
  const failed = eventOf('Recording Start Failure', '', { recording_status_reason: 'ValidationException' });

  const { events } = await find([[failed]]);

  expect(events).toMatchObject([{ outcome: 'never-recorded', reason: 'ValidationException', prefix: '' }]);
});

test.each([
  ['Recording Start', undefined],
  ['Recording Start Failure', undefined],
  ['Recording End', 0],
  ['Recording End Failure', 0],
])('the 0 ms of a %s are %s', async (status, durationMs) => {
  const { events } = await find([[eventOf(status, prefixOf('a'), { recording_duration_ms: 0 })]]);

  expect(events.map((event) => event.durationMs)).toEqual([durationMs]);
});

test('pages without an event are gone past', async () => {
  const { events } = await find([
    [],
    [eventOf('Recording End', prefixOf('a'))],
    [],
    [eventOf('Recording End', prefixOf('b'))],
  ]);

  expect(events.map(({ location }) => location?.recordingId)).toEqual(['a', 'b']);
});

test('of many, the latest are kept, and it is told that there are more', async () => {
  const pages = ['a', 'b', 'c'].map((id) => [eventOf('Recording End', prefixOf(id))]);

  const { events, isTruncated } = await find(pages, [], { limit: 2 });

  expect([events.map(({ location }) => location?.recordingId), isTruncated]).toEqual([['b', 'c'], true]);
});

test('the catalog is asked for a hundred at a time, and for none twice', async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `r${index}`);
  const messages = ids.flatMap((id) =>
    ['Recording Start', 'Recording End'].map((status) => eventOf(status, prefixOf(id))),
  );

  const { batches } = await find([messages]);

  expect(batches).toEqual([100, 50]);
});

test('a channel is picked out', async () => {
  const other = eventOf(
    'Recording End',
    prefixOf('b'),
    {},
    { resources: ['arn:aws:ivs:us-west-2:123456789012:channel/Other'] },
  );

  const { events } = await find([[eventOf('Recording End', prefixOf('a')), other]], [], { channelId: 'Other' });

  expect(events.map(({ location }) => location?.recordingId)).toEqual(['b']);
});

test('a prefix that climbs is shown and not looked for', async () => {
  const { events, batches } = await find([[eventOf('Recording End', 'ivs/v1/../../etc')]]);

  expect(events).toMatchObject([{ outcome: 'not-in-catalog', prefix: 'ivs/v1/../../etc', location: undefined }]);
  expect(batches).toEqual([]);
});

test.each([
  ['no JSON', '<html>'],
  ['another event', '{"source":"aws.s3"}'],
])('%s is counted and left out', async (_what, message) => {
  const { events, unreadableCount } = await find([[message]]);

  expect([events, unreadableCount]).toEqual([[], 1]);
});

test('an empty log is empty', async () => {
  expect(await allOf(pagesOf())).toEqual([]);
  expect(await find([])).toMatchObject({ events: [], isTruncated: false, batches: [] });
});
