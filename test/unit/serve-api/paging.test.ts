import { expect, test } from '@jest/globals';
import { apiPageSchema } from '../../../lambdas/shared/contract/api.ts';
import { callApi } from './call-api.ts';
import { channelId, exportItem, failedItem, MemoryCatalog, recordingItem } from './memory-catalog.ts';

const ofChannel = `/api/channels/${channelId}/recordings`;
const ofDay = '/api/recordings?day=2026-06-23';
const ofChannelAndDay = `${ofChannel}?day=2026-06-23`;
const idOf = (number: number): string => `r${String(number).padStart(6, '0')}`;
const minuteOf = (number: number): string =>
  new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace('.000', '');

/** Every page from the first to the last. */
async function readAll(catalog: MemoryCatalog, url: string, betweenPages: () => void = () => {}) {
  const pages: string[][] = [];
  let next: string | undefined;
  do {
    const separator = url.includes('?') ? '&' : '?';
    const { json } = await callApi(catalog, next === undefined ? url : `${url}${separator}before=${next}`);
    const page = apiPageSchema.parse(json);
    pages.push(page.recordings.map(({ recordingId }) => recordingId));
    next = page.next;
    betweenPages();
  } while (next !== undefined);
  return pages;
}

test('ten thousand recordings of a channel are listed, none lost and none twice, while more are added', async () => {
  const catalog = new MemoryCatalog();
  const numbers = Array.from({ length: 10_000 }, (_, number) => number);
  for (const number of numbers) {
    const item = recordingItem({ recordingId: idOf(number), startedAt: minuteOf(number) });
    catalog.items.push(item, exportItem(item, 'archive'));
  }
  let added = 10_000;
  const addNewest = () => {
    catalog.items.push(recordingItem({ recordingId: idOf(added), startedAt: minuteOf(added) }));
    added += 1;
  };

  const pages = await readAll(catalog, `${ofChannel}?limit=100`, addNewest);

  expect(pages.flat()).toEqual(numbers.map(idOf).reverse());
  expect(pages.map((page) => page.length)).toEqual(Array.from({ length: 100 }, () => 100));
});

test('a channel’s recordings of one day are all listed once across pages, and none of the days beside it', async () => {
  const catalog = new MemoryCatalog(13);
  const wanted: string[] = [];
  // 6 minutes apart: 240 of each day, the first of each at midnight.
  for (let number = 0; number < 720; number++) {
    const startedAt = new Date(Date.UTC(2026, 5, 22) + number * 6 * 60_000).toISOString();
    const item = recordingItem({ recordingId: idOf(number), startedAt });
    const elsewhere = recordingItem({ recordingId: `other${number}`, startedAt }, { channelId: 'Qm4TzL9cWx2d' });
    catalog.items.push(item, exportItem(item, 'archive'), elsewhere);
    if (startedAt.startsWith('2026-06-23')) wanted.push(item.recordingId);
  }

  const pages = await readAll(catalog, `${ofChannelAndDay}&limit=7`);

  expect(pages.flat()).toEqual(wanted.toReversed());
  expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true);
});

test.each([
  ['a place of another day', { c: channelId, r: 'abc', m: '2026-06-22T20:12Z', s: '2026-06-22T20:12:41Z' }],
  ['a place of another channel', { c: 'Qm4TzL9cWx2d', r: 'abc', m: '2026-06-23T20:12Z', s: '2026-06-23T20:12:41Z' }],
  ['a time of another day', { b: '2026-06-22T20:12Z' }],
])('%s is no cursor of a channel’s day', async (_which, cursor) => {
  const before = Buffer.from(JSON.stringify(cursor)).toString('base64url');

  const { json } = await callApi(new MemoryCatalog(), `${ofChannelAndDay}&before=${before}`);

  expect(json.type).toBe('/api/problems#cursor-invalid');
});

test.each(['', '2026-02-31', 'today', '2026-06-23&day=2026-06-24'])(
  'a day of a channel that is none, %p, is refused and not left out',
  async (day) => {
    const { json } = await callApi(new MemoryCatalog(), `${ofChannel}?day=${day}`);

    expect(json).toMatchObject({ status: 400, type: '/api/problems#parameter-invalid' });
  },
);

test('recordings of one day that began at the same second are all listed once, across pages', async () => {
  const catalog = new MemoryCatalog();
  const ids = Array.from({ length: 60 }, (_, number) => idOf(number));
  for (const [number, recordingId] of ids.entries()) {
    const item = recordingItem({ recordingId }, { channelId: `channel${number % 7}` });
    catalog.items.push(item, exportItem(item, 'archive'));
  }

  const pages = await readAll(catalog, `${ofDay}&limit=7`);

  expect(pages.flat().toSorted()).toEqual(ids);
  expect(pages.map((page) => page.length)).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 4]);
});

test.each([ofChannel, ofDay, ofChannelAndDay])(
  '%s: a page is full though most recordings are not to be shown',
  async (url) => {
    const catalog = new MemoryCatalog();
    for (let number = 0; number < 600; number++) {
      const ids = { recordingId: idOf(number), startedAt: `2026-06-23T${String(number % 24).padStart(2, '0')}:00:00Z` };
      catalog.items.push(number % 20 === 0 ? recordingItem(ids) : failedItem(ids));
    }

    const { json } = await callApi(catalog, `${url}${url.includes('?') ? '&' : '?'}limit=10`);

    expect(json.recordings).toHaveLength(10);
  },
);

test.each([ofChannel, ofDay, ofChannelAndDay])('%s: reading ends somewhere, and goes on from there', async (url) => {
  const catalog = new MemoryCatalog(5);
  const shown: string[] = [];
  for (let number = 0; number < 500; number++) {
    const minute = `${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}`;
    const ids = { recordingId: idOf(number), startedAt: `2026-06-23T${minute}:00Z` };
    if (number % 90 === 0) shown.push(ids.recordingId);
    catalog.items.push(number % 90 === 0 ? recordingItem(ids) : failedItem(ids));
  }
  const first = await callApi(catalog, url);
  const queries = catalog.queries;

  const pages = await readAll(catalog, url);

  expect(queries).toBeLessThanOrEqual(40);
  expect(first.json.next).toBeDefined();
  expect(pages.flat()).toEqual(shown.toReversed());
});

test.each([ofChannel, ofDay, ofChannelAndDay])('%s: a cursor names no recording that is not shown', async (url) => {
  const catalog = new MemoryCatalog(5);
  for (let number = 0; number < 500; number++) {
    const startedAt = `2026-06-23T${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}:00Z`;
    catalog.items.push(recordingItem({ recordingId: `hidden${number}`, startedAt }, { access: 'withheld' }));
  }

  const { json } = await callApi(catalog, url);

  expect(json.recordings).toEqual([]);
  expect(Buffer.from(json.next, 'base64url').toString()).not.toContain('hidden');
});

test.each([ofChannel, ofDay, ofChannelAndDay])(
  '%s: nothing is lost where reading ends among recordings of one moment',
  async (url) => {
    const catalog = new MemoryCatalog(5);
    const at = (minute: number) =>
      `2026-06-23T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z`;
    // 97 that are not shown, then six of one moment, in the midst of which the hundredth item stands, then three older ones.
    for (let number = 0; number < 97; number++)
      catalog.items.push(failedItem({ recordingId: idOf(number), startedAt: at(200 + number) }));
    const shown = Array.from({ length: 9 }, (_, number) => idOf(900 + number));
    for (const [index, recordingId] of shown.entries())
      catalog.items.push(recordingItem({ recordingId, startedAt: at(index < 6 ? 100 : index) }));

    const pages = await readAll(catalog, url);

    expect(pages.flat().toSorted()).toEqual(shown);
  },
);

test('an export whose recording is not in the catalog is nobody else’s', async () => {
  const catalog = new MemoryCatalog();
  const lost = recordingItem({ recordingId: 'lost', startedAt: minuteOf(2) });
  catalog.items.push(exportItem(lost, 'archive'), recordingItem({ recordingId: 'older', startedAt: minuteOf(1) }));

  const { json } = await callApi(catalog, ofChannel);

  expect(json.recordings).toMatchObject([{ recordingId: 'older', exports: [] }]);
});

test('the last page has no next one, also when it is full', async () => {
  const catalog = new MemoryCatalog();
  for (let number = 0; number < 4; number++)
    catalog.items.push(recordingItem({ recordingId: idOf(number), startedAt: minuteOf(number) }));

  const pages = await readAll(catalog, `${ofChannel}?limit=2`);

  expect(pages).toEqual([
    [idOf(3), idOf(2)],
    [idOf(1), idOf(0)],
  ]);
});

test('a channel that nobody knows has no recordings', async () => {
  expect((await callApi(new MemoryCatalog(), ofChannel)).json).toEqual({ recordings: [] });
});

test('each recording has its own exports, by name, though recordings began in the same minute', async () => {
  const catalog = new MemoryCatalog();
  for (const recordingId of ['abc', 'abcd']) {
    const item = recordingItem({ recordingId });
    catalog.items.push(
      item,
      exportItem(item, 'social'),
      exportItem(item, 'archive'),
      exportItem(item, 'teaser', { status: 'failed' }),
    );
  }
  const exportsOf = ({ json }: { json: unknown }) =>
    apiPageSchema
      .parse(json)
      .recordings.map(({ recordingId, exports }) => [recordingId, ...exports.map(({ name }) => name)]);

  const channel = exportsOf(await callApi(catalog, ofChannel));
  const day = exportsOf(await callApi(catalog, ofDay));

  expect(channel).toEqual([
    ['abcd', 'archive', 'social'],
    ['abc', 'archive', 'social'],
  ]);
  expect(day.toSorted()).toEqual(channel.toSorted());
});

test('recordings of two channels that share an id keep their exports apart', async () => {
  const catalog = new MemoryCatalog();
  const one = recordingItem({ recordingId: 'abc' }, { access: 'withheld' });
  const other = recordingItem({ recordingId: 'abc' }, { channelId: 'other' });
  catalog.items.push(one, exportItem(one, 'secret'), other, exportItem(other, 'archive'));

  const { json: page } = await callApi(catalog, ofDay);
  const { json: single } = await callApi(catalog, '/api/recordings/abc');

  expect(page.recordings).toEqual([single]);
  expect(single).toMatchObject({ channelId: 'other', exports: [{ name: 'archive' }] });
});
