import { expect, test } from '@jest/globals';
import type { PlainItem } from '../../../../lambdas/shared/adapters/plain-item.ts';
import { type CatalogPages, daysOf, type Span } from '../../../../ops/catalog/catalog-pages.ts';
import { groupItems } from '../../../../ops/recordings/catalog-entry.ts';
import { findRecordings, type RecordingWish } from '../../../../ops/recordings/list-recordings.ts';
import { printList } from '../../../../ops/recordings/print-list.ts';
import { makeSurroundings } from '../a-terminal.ts';
import { keepingOutput } from '../keeping-output.ts';
import { allOf, exportItem, pagesOf, recordingItem } from './a-catalog.ts';

const at = (time: string) => `2026-06-23T${time}:00Z`;
const now = new Date('2026-06-25T12:00:00Z');
const noSignal = new AbortController().signal;
const wholeDay: RecordingWish = {
  since: new Date('2026-06-23'),
  until: new Date('2026-06-24'),
  channelId: undefined,
  status: undefined,
  limit: 100,
};

/** A catalog that gives the same pages whatever is asked, and notes the spans that it was asked for. */
function catalogOf(...pages: PlainItem[][]) {
  const spans: Span[] = [];
  const channels: string[] = [];
  const catalog: CatalogPages = {
    ofAllChannels: (span) => {
      spans.push(span);
      return pagesOf(...pages);
    },
    ofChannel: (channelId, span) => {
      channels.push(channelId);
      spans.push(span);
      return pagesOf(...pages);
    },
    ofRecording: () => pagesOf(),
    ofAttention: () => pagesOf(),
  };
  return { catalog, spans, channels };
}
const find = async (wish: Partial<RecordingWish>, ...pages: PlainItem[][]) =>
  findRecordings({ ...wholeDay, ...wish }, catalogOf(...pages).catalog, now, noSignal);
const idsOf = ({ entries }: Awaited<ReturnType<typeof find>>) => entries.map(({ recordingId }) => recordingId);

test('a recording and its exports are one row, wherever pages break', async () => {
  const { entries } = await find(
    {},
    [exportItem('b', at('20:12'), 'small'), recordingItem('b', at('20:12'))],
    [exportItem('b', '2026-06-23T20:12:00Z', 'archive'), recordingItem('a', at('10:00'))],
  );

  expect(entries).toMatchObject([
    { recordingId: 'b', exports: [{ exportName: 'archive' }, { exportName: 'small' }] },
    { recordingId: 'a', exports: [] },
  ]);
});

test('an export of a recording that the catalog does not know stands for itself', async () => {
  const { entries } = await find({}, [exportItem('a', at('10:00'), 'archive')]);

  expect(entries).toMatchObject([{ recordingId: 'a', recording: undefined, exports: [{ exportName: 'archive' }] }]);
});

test('a recording is told as soon as nothing more of it can follow', async () => {
  const items = [recordingItem('c', at('20:12')), recordingItem('b', at('10:00')), recordingItem('a', at('09:00'))];
  let pagesRead = 0;
  const pages = async function* () {
    for (const item of items) {
      pagesRead++;
      yield [item];
    }
  };

  const first = await groupItems(pages(), () => {}).next();

  expect([first.value?.recordingId, pagesRead]).toEqual(['c', 2]);
});

test('the span is exact: its begin is in it and its end is not', async () => {
  const found = await find({ since: new Date(at('10:00')), until: new Date(at('12:00')) }, [
    recordingItem('end', at('12:00')),
    recordingItem('last', '2026-06-23T11:59:59.999Z'),
    recordingItem('begin', at('10:00')),
    recordingItem('before', '2026-06-23T09:59:59Z'),
  ]);

  expect(idsOf(found)).toEqual(['last', 'begin']);
});

test('only as many as were asked for, and it is told that there are more', async () => {
  const pages = [[recordingItem('c', at('20:12'))], [recordingItem('b', at('12:00')), recordingItem('a', at('10:00'))]];

  const [two, three] = [await find({ limit: 2 }, ...pages), await find({ limit: 3 }, ...pages)];

  expect([idsOf(two), two.isTruncated]).toEqual([['c', 'b'], true]);
  expect([idsOf(three), three.isTruncated]).toEqual([['c', 'b', 'a'], false]);
});

test.each([
  ['playable', ['whole', 'part', 'held']],
  ['partial', ['part']],
  ['empty', ['none']],
  ['failed', ['bad']],
  ['attention', ['held', 'bad']],
] as const)('with --status %s', async (status, expected) => {
  const found = await find({ status }, [
    recordingItem('whole', at('20:00')),
    recordingItem('part', at('19:00'), { recording: { bucket: 'b', prefix: 'p', completeness: 'partial' } }),
    recordingItem('none', at('18:00'), { status: 'empty' }),
    recordingItem('held', at('17:00')),
    exportItem('held', at('17:00'), 'archive', { status: 'held', attention: 'held' }),
    recordingItem('bad', at('16:00'), { status: 'failed', attention: 'failed' }),
  ]);

  expect(idsOf(found)).toEqual(expected);
});

test('what is no item of a catalog hides nothing, and is told', async () => {
  const stranger = { channelId: 'x', recordingKey: 'y', type: 'something' };

  const { entries, unreadable } = await find({}, [stranger, recordingItem('a', at('10:00'))]);

  expect([entries.length, unreadable]).toEqual([1, [stranger]]);
});

test('no day is asked for before IVS began and after tomorrow', async () => {
  const { catalog, spans } = catalogOf();

  await findRecordings({ ...wholeDay, since: new Date(0), until: new Date('2999-01-01') }, catalog, now, noSignal);

  expect(spans).toEqual([{ since: new Date('2020-07-01'), until: new Date('2026-06-26T12:00:00Z') }]);
});

test('a span that lies in the future has nothing in it, and nothing is asked', async () => {
  const { catalog, spans } = catalogOf();
  const wish = { ...wholeDay, since: new Date('2030-01-01'), until: new Date('2031-01-01') };

  const { entries } = await findRecordings(wish, catalog, now, noSignal);

  expect([entries, spans]).toEqual([[], []]);
});

test('of one channel, its own partition is asked', async () => {
  const { catalog, channels } = catalogOf();

  await findRecordings({ ...wholeDay, channelId: 'AbCdef1G2hij' }, catalog, now, noSignal);

  expect(channels).toEqual(['AbCdef1G2hij']);
});

test('an interruption ends the looking', async () => {
  const found = findRecordings(
    wholeDay,
    catalogOf([recordingItem('a', at('10:00'))]).catalog,
    now,
    AbortSignal.abort('stop'),
  );

  await expect(found).rejects.toBe('stop');
});

test.each([
  ['a day', '2026-06-23T00:30:00Z', '2026-06-23T23:00:00Z', ['2026-06-23']],
  ['midnight', '2026-06-23T00:05:00Z', '2026-06-24T00:00:00Z', ['2026-06-24', '2026-06-23', '2026-06-22']],
  ['a new year', '2026-12-31T12:00:00Z', '2027-01-01T12:00:00Z', ['2027-01-01', '2026-12-31']],
])('the days of a span round %s, the latest first', (_what, since, until, days) => {
  expect(daysOf({ since: new Date(since), until: new Date(until) })).toEqual(days);
});

test('a start that cannot be read splits nothing else', async () => {
  const entries = await allOf(
    groupItems(pagesOf([recordingItem('odd', 'soon'), recordingItem('a', at('10:00'))]), () => {}),
  );

  expect(entries.map(({ recordingId }) => recordingId)).toEqual(['odd', 'a']);
});

test.each([
  [{}, 'No recordings in the catalog that began between 2026-06-23T00:00Z and 2026-06-24T00:00Z.'],
  [{ status: 'failed', channelId: 'C' }, 'No failed recordings of C in the catalog that began between'],
  [{ status: 'attention' }, '2026-06-24T00:00Z need attention.'],
] as const)('that there is nothing for %j is told in a sentence', async (wish, told) => {
  const { output, stdout } = keepingOutput();
  const wait = { stop: () => {} };
  const { surroundings } = makeSurroundings();

  const exitCode = await printList(
    { ...wholeDay, ...wish },
    false,
    { pages: catalogOf().catalog, wait },
    { ...surroundings, output },
  );

  expect([exitCode, stdout()]).toEqual([3, expect.stringContaining(told)]);
});
