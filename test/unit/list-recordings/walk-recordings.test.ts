import { describe, expect, test } from '@jest/globals';
import { walkRecordings } from '../../../lambdas/list-recordings/walk-recordings.ts';
import { accountId, bucket, channelId, FakeBucket, prefixOf } from './fake-bucket.ts';

interface Wish {
  since?: string;
  until?: string;
  after?: string;
  channels?: { accountId: string; channelId: string }[];
}

const walkOf = ({
  since = '2026-06-01T00:00:00Z',
  until = '2026-06-30T23:59:59Z',
  after,
  channels = [],
}: Wish = {}) => ({
  bucket,
  channels,
  span: { since: new Date(since), until: new Date(until) },
  after,
});

async function walk(fake: FakeBucket, wish?: Wish): Promise<string[]> {
  const found: string[] = [];
  for await (const { prefix } of walkRecordings(walkOf(wish), fake.listFolders)) found.push(prefix);
  return found;
}

/** A bucket of recordings that began at these times. */
const bucketOf = (...starts: string[]): FakeBucket =>
  starts.reduce((fake, startedAt) => fake.add({ startedAt }), new FakeBucket());

const startsOf = (prefixes: string[]): string[] => prefixes.map((prefix) => prefix.split('/').slice(4, 9).join('/'));

test('the slash at the end keeps day 2 from day 23, hour 1 from hour 12 and minute 5 from minute 50', async () => {
  const fake = bucketOf(
    '2026-06-02T01:05:00Z',
    '2026-06-02T01:50:00Z',
    '2026-06-02T12:05:00Z',
    '2026-06-20T01:05:00Z',
    '2026-06-23T01:05:00Z',
  );

  const day = await walk(fake, { since: '2026-06-02T00:00:00Z', until: '2026-06-02T23:59:00Z' });
  const hour = await walk(fake, { since: '2026-06-02T01:00:00Z', until: '2026-06-02T01:59:00Z' });
  const minute = await walk(fake, { since: '2026-06-02T01:05:00Z', until: '2026-06-02T01:05:00Z' });

  expect(startsOf(day)).toEqual(['2026/6/2/1/5', '2026/6/2/1/50', '2026/6/2/12/5']);
  expect(startsOf(hour)).toEqual(['2026/6/2/1/5', '2026/6/2/1/50']);
  expect(startsOf(minute)).toEqual(['2026/6/2/1/5']);
  expect(fake.listed.every((prefix) => prefix.endsWith('/'))).toBe(true);
});

test.each([
  ['the year', '2025-12-31T23:59:00Z', '2026-01-01T00:00:00Z', ['2025/12/31/23/59', '2026/1/1/0/0']],
  ['the month', '2026-02-28T23:59:00Z', '2026-03-01T00:01:00Z', ['2026/2/28/23/59', '2026/3/1/0/1']],
  ['the day', '2026-06-09T23:59:00Z', '2026-06-10T00:00:00Z', ['2026/6/10/0/0', '2026/6/9/23/59']],
  ['the hour', '2026-06-09T09:59:00Z', '2026-06-09T10:00:00Z', ['2026/6/9/10/0', '2026/6/9/9/59']],
])(
  'a span over the border of %s has both sides, in the order of their bytes',
  async (_what, since, until, expected) => {
    const fake = bucketOf(since, until);

    expect(startsOf(await walk(fake, { since, until }))).toEqual(expected);
  },
);

test('both ends of the span count in, by their minutes', async () => {
  const fake = bucketOf('2026-06-09T09:58:00Z', '2026-06-09T09:59:00Z', '2026-06-09T10:01:00Z', '2026-06-09T10:02:00Z');

  const found = await walk(fake, { since: '2026-06-09T09:59:59Z', until: '2026-06-09T10:01:01Z' });

  expect(startsOf(found)).toEqual(['2026/6/9/10/1', '2026/6/9/9/59']);
});

test('a span from before the first to after the last recording has them all', async () => {
  const starts = ['2020-07-15T00:00:00Z', '2024-02-29T12:30:00Z', '2026-11-05T05:09:00Z'];
  const fake = bucketOf(...starts);

  expect(await walk(fake, { since: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' })).toHaveLength(3);
});

test('what is no folder of IVS is passed over, and nothing below it is listed', async () => {
  const fake = bucketOf('2026-06-09T09:59:00Z');
  const channel = `ivs/v1/${accountId}/${channelId}`;
  const foreign = [
    'backup/ivs/v1/whatever.txt',
    'ivs/v1/readme.txt',
    'ivs/v1/12345/AbCdef1G2hij/2026/6/9/9/59/short/x',
    `ivs/v1/${accountId}/not-a-channel/2026/6/9/9/59/dash/x`,
    `${channel}/2026/06/09/09/59/padded/x`,
    `${channel}/2026/6/09/9/59/padded/x`,
    `${channel}/2026/6/31/9/59/noSuchDay/x`,
    `${channel}/2026/6/9/24/0/noSuchHour/x`,
    `${channel}/2026/6/9/9/60/noSuchMinute/x`,
    `${channel}/2026/6/9/9/59/not-an-id/x`,
    `${channel}/2026/6/notes/x`,
  ];
  for (const key of foreign) fake.addKey(key);

  const found = await walk(fake);

  expect(found).toEqual([prefixOf({ startedAt: '2026-06-09T09:59:00Z' })]);
  expect(
    fake.listed.filter((prefix) => /backup|12345\/|not-|\/0\d\/|\/31\/|\/24\/|notes/.test(prefix.slice(20))),
  ).toEqual([]);
});

test('all pages of a level are read', async () => {
  const fake = new FakeBucket(2);
  const starts = Array.from({ length: 7 }, (_, day) => `2026-06-0${day + 1}T00:00:00Z`);
  for (const startedAt of starts) fake.add({ startedAt });
  for (const id of ['a', 'b', 'c', 'd', 'e']) fake.add({ startedAt: starts[0]!, recordingId: id });

  expect(await walk(fake)).toHaveLength(12);
});

test('only the configured channels are entered, without listing the others', async () => {
  const fake = new FakeBucket();
  for (const channel of ['one', 'two', 'three']) fake.add({ startedAt: '2026-06-09T09:59:00Z', channelId: channel });

  const found = await walk(fake, { channels: [{ accountId, channelId: 'two' }] });

  expect(found.map((prefix) => prefix.split('/')[3])).toEqual(['two']);
  expect(fake.listed).not.toContain(`ivs/v1/${accountId}/`);
});

describe('a walk that goes on', () => {
  const starts = ['2026-06-01T05:00:00Z', '2026-06-10T05:00:00Z', '2026-06-11T05:00:00Z', '2026-06-02T05:00:00Z'];
  const filled = () => {
    const fake = new FakeBucket();
    for (const startedAt of starts) {
      for (const channel of ['one', 'two']) {
        for (const id of ['a', 'b']) fake.add({ startedAt, channelId: channel, recordingId: id });
      }
    }
    return fake;
  };

  test('behind any recording finds exactly those that come after it', async () => {
    const all = await walk(filled());

    for (const [index, after] of all.entries()) expect(await walk(filled(), { after })).toEqual(all.slice(index + 1));
    expect(all).toHaveLength(16);
    expect(all).toEqual([...all].sort((one, other) => (`${one}/` < `${other}/` ? -1 : 1)));
  });

  test('does not list again what lies before', async () => {
    const fake = filled();
    const all = await walk(filled());

    const after = all.findLast((prefix) => prefix.includes('/two/2026/6/11/'))!;
    await walk(fake, { after });

    expect(fake.listed.filter((prefix) => /\/(one|two\/2026\/6\/10?)\//.test(prefix))).toEqual([]);
    expect(fake.listed.filter((prefix) => prefix.includes('/two/2026/6/2/'))).not.toEqual([]);
  });
});

describe('what it costs', () => {
  test('a recording alone in its day costs three listings, and those above are shared', async () => {
    const fake = bucketOf(
      ...Array.from({ length: 28 }, (_, day) => `2026-06-${String(day + 1).padStart(2, '0')}T05:30:00Z`),
    );

    await walk(fake);

    // Accounts, channels and the days of the month; year and month are given by the span.
    expect(fake.listed).toHaveLength(3 + 28 * 3);
  });

  test('a channel without recordings in the span costs one', async () => {
    const fake = new FakeBucket();
    for (let index = 0; index < 50; index++)
      fake.add({ startedAt: '2026-05-09T09:59:00Z', channelId: `channel${index}` });

    await walk(fake, { since: '2026-06-20T12:00:00Z', until: '2026-06-23T13:00:00Z' });

    expect(fake.listed).toHaveLength(2 + 50);
  });

  test('the number of segments does not matter', async () => {
    const small = bucketOf('2026-06-09T09:59:00Z');
    const large = bucketOf('2026-06-09T09:59:00Z');
    const prefix = prefixOf({ startedAt: '2026-06-09T09:59:00Z' });
    for (let index = 0; index < 2000; index++) large.addKey(`${prefix}/media/hls/720p30/${index}.ts`);

    await walk(small);
    await walk(large);

    expect(large.listed).toEqual(small.listed);
  });

  test('10,000 recordings are walked with few listings at once, and none is made far ahead of who takes them', async () => {
    const fake = new FakeBucket();
    for (let channel = 0; channel < 100; channel++) {
      for (let day = 1; day <= 25; day++) {
        for (let hour = 0; hour < 4; hour++) {
          const startedAt = new Date(Date.UTC(2026, 5, day, hour, 7)).toISOString();
          fake.add({ startedAt, channelId: `channel${channel}` });
        }
      }
    }
    const taken: string[] = [];
    let listedAtFirst = 0;

    for await (const { prefix } of walkRecordings(walkOf(), fake.listFolders)) {
      if (taken.length === 0) listedAtFirst = fake.listed.length;
      taken.push(prefix);
    }

    expect(taken).toHaveLength(10_000);
    expect(new Set(taken).size).toBe(10_000);
    // Eight channels and eight days of nine listings each, not the 22,600 of the whole.
    expect(listedAtFirst).toBeLessThan(150);
    expect(fake.mostAtOnce).toBeLessThanOrEqual(8 + 8 * 4);
    expect(fake.listed.length).toBe(2 + 100 + 2500 * 9);
  });
});
