import type { ItemPosition, ListedItem, ListedItems } from '../shared/contract/listed-item.ts';
import type { Cursor } from './cursor.ts';

/** How a page is gathered from a list that is read in pieces. */
export interface Gathering<Shown> {
  /** Recordings on the page, unless there are fewer. */
  readonly limit: number;
  /** Reads on after an item; at first from where the page begins. */
  readonly list: (after: ItemPosition | undefined) => Promise<ListedItems>;
  /** What the list is sorted by first. */
  readonly timeOf: (position: ItemPosition) => string;
  /** Told each item in its order; gives what is to be on the page. */
  readonly show: (item: ListedItem) => Shown | undefined;
}

/** Some recordings, and where the next page begins if there is one. */
export interface Gathered<Shown> {
  readonly shown: readonly Shown[];
  readonly next?: Cursor;
}

/**
 * So many pieces are read for a page, and no more: of a channel that has failed for months, thousands of items. The page
 * is short then, and has a next one.
 */
const mostPieces = 20;

/** Reads until the page is full, however many items there are between that nobody is shown. */
export async function gatherPage<Shown>({ limit, list, timeOf, show }: Gathering<Shown>): Promise<Gathered<Shown>> {
  const found: { readonly shown: Shown; readonly position: ItemPosition }[] = [];
  let last: ItemPosition | undefined;
  // Everything from this time on has been read.
  let readFrom = '';
  for (let piece = 0; piece < mostPieces; piece++) {
    const { items, isEnd } = await list(last);
    for (const { position, item } of items) {
      if (last !== undefined && timeOf(last) !== timeOf(position)) readFrom = timeOf(last);
      last = position;
      const shown = item && show(item);
      const end = found.at(-1);
      // One more than the page holds, so that there is a next page only when something is on it.
      if (shown !== undefined && end !== undefined && found.length === limit)
        return { shown: found.map((each) => each.shown), next: { item: end.position } };
      if (shown !== undefined) found.push({ shown, position });
    }
    if (isEnd || last === undefined) return { shown: found.map((each) => each.shown) };
    readFrom ||= timeOf(last);
  }
  // The last item that was read may be one that nobody may know of: the cursor tells a time and not which.
  const whole = found.filter(({ position }) => timeOf(position) >= readFrom);
  return { shown: whole.map((each) => each.shown), next: { startedBefore: readFrom } };
}
