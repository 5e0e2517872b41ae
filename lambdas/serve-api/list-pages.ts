/** The two lists of the API. Both are read by queries alone; the table is never scanned. */
import type { ItemPosition, ListedExport, ListedItems, ListedRecording } from '../shared/contract/listed-item.ts';
import { type Cursor, decodeCursor } from './cursor.ts';
import { type Gathered, gatherPage } from './gather-page.ts';

/** How the catalog is read. */
export interface CatalogPorts {
  /** Items of a channel with keys of at least `from` and below `before`, the newest first. */
  readonly listOfChannel: (span: {
    channelId: string;
    before?: string | undefined;
    from?: string | undefined;
    limit: number;
  }) => Promise<ListedItems>;
  /** Items of a day, the newest first. */
  readonly listOfDay: (span: {
    day: string;
    after?: { readonly item: ItemPosition } | { readonly startedBefore: string } | undefined;
    limit: number;
  }) => Promise<ListedItems>;
  /** Items of one recording. */
  readonly listOfRecording: (recordingId: string) => Promise<ListedItems>;
}

/** Turns items into what is answered; `undefined`: nothing to show. */
export type Describe<Shown> = (item: ListedRecording, exports: readonly ListedExport[]) => Shown | undefined;

interface Page {
  readonly limit: number;
  /** A cursor. */
  readonly before: string | undefined;
}

/** Most recordings have one export or two; at least enough for one that has all twenty. */
const itemsFor = (recordings: number): number => Math.max(30, recordings * 2 + 10);

/**
 * A page of a channel, or of one day of it: sort keys begin with the day. Read backwards, a recording's exports come right
 * before it.
 * @throws RequestRefusedError
 */
export async function listOfChannel<Shown>(
  { channelId, day, limit, before }: Page & { readonly channelId: string; readonly day?: string | undefined },
  describe: Describe<Shown>,
  ports: CatalogPorts,
): Promise<Gathered<Shown>> {
  const cursor = before === undefined ? undefined : decodeCursor(before, isOfChannel(channelId, day));
  let exports: ListedExport[] = [];
  return gatherPage({
    limit,
    list: (after) =>
      ports.listOfChannel({
        channelId,
        from: day,
        before: after?.recordingKey ?? keyBound(cursor) ?? endOfDay(day),
        limit: itemsFor(limit + 1),
      }),
    timeOf: startMinuteOf,
    show: (item) => {
      if (item.type === 'export') {
        exports.unshift(item);
        return undefined;
      }
      const own = exports.filter((one) => placeOf(one) === placeOf(item));
      exports = [];
      return describe(item, own);
    },
  });
}

/** The same for a recording and its exports: an export's key begins with its recording's. */
export const placeOf = ({ channelId, recordingKey }: { channelId: string; recordingKey: string }): string =>
  `${channelId} ${recordingKey.split('#', 2).join('#')}`;

/** With a day, a place outside of it is none of the call: DynamoDB refuses a range whose end is before its beginning. */
const isOfChannel =
  (channelId: string, day = '') =>
  (cursor: Cursor): boolean =>
    'startedBefore' in cursor
      ? cursor.startedBefore.startsWith(day)
      : cursor.item.channelId === channelId && cursor.item.recordingKey.startsWith(day);

/** `~` stands behind every time. */
const endOfDay = (day: string | undefined): string | undefined => (day === undefined ? undefined : `${day}~`);

const startMinuteOf = ({ recordingKey }: ItemPosition): string => recordingKey.split('#')[0] ?? '';

/** `#` stands before every letter and digit of an id. */
function keyBound(cursor: Cursor | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  return 'item' in cursor ? cursor.item.recordingKey : `${cursor.startedBefore}#`;
}

/**
 * A page of a day, over all channels. An export has its recording's day, and stands anywhere in it: so recordings are
 * gathered first, and then the exports of each channel's in one go.
 * @throws RequestRefusedError
 */
export async function listOfDay<Shown>(
  { day, limit, before }: Page & { readonly day: string },
  describe: Describe<Shown>,
  ports: CatalogPorts,
): Promise<Gathered<Shown>> {
  const cursor = before === undefined ? undefined : decodeCursor(before, isOfDay(day));
  const { shown, ...next } = await gatherPage({
    limit,
    list: (last) =>
      ports.listOfDay({ day, after: last === undefined ? cursor : { item: last }, limit: itemsFor(limit + 1) }),
    timeOf: ({ startedAt }) => startedAt,
    show: (item) => (item.type === 'recording' && describe(item, []) !== undefined ? item : undefined),
  });
  const exports = await exportsOf(shown, ports);
  return { shown: shown.flatMap((item) => describe(item, exports.get(placeOf(item)) ?? []) ?? []), ...next };
}

// The day of a start may be another one than that of the prefix, by which the index goes.
const isOfDay =
  (day: string) =>
  (cursor: Cursor): boolean =>
    'startedBefore' in cursor || cursor.item.recordingKey.startsWith(day);

async function exportsOf(
  recordings: readonly ListedRecording[],
  ports: CatalogPorts,
): Promise<ReadonlyMap<string, readonly ListedExport[]>> {
  const byChannel = Map.groupBy(recordings, ({ channelId }) => channelId);
  const exports = await Promise.all([...byChannel.values()].map((ofChannel) => exportsOfChannel(ofChannel, ports)));
  return Map.groupBy(exports.flat(), placeOf);
}

/** So many pieces hold the twenty exports of each of a hundred recordings. */
const mostPieces = 10;

async function exportsOfChannel(
  recordings: readonly ListedRecording[],
  { listOfChannel }: CatalogPorts,
): Promise<ListedExport[]> {
  const keys = recordings.map(({ recordingKey }) => recordingKey).sort();
  const [from = '', channelId = ''] = [keys[0], recordings[0]?.channelId];
  // Behind the last one's exports: `~` stands behind every letter.
  let before = `${keys.at(-1)}#~`;
  const exports: ListedExport[] = [];
  for (let piece = 0; piece < mostPieces; piece++) {
    const { items, isEnd } = await listOfChannel({ channelId, before, from, limit: itemsFor(recordings.length) });
    exports.unshift(...items.flatMap(({ item }) => (item?.type === 'export' ? [item] : [])).reverse());
    if (isEnd) break;
    before = items.at(-1)?.position.recordingKey ?? before;
  }
  return exports;
}
