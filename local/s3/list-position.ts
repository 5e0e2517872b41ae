import type { ListStart } from './stores/object-store.ts';
import { compareUtf8 } from './utf8-order.ts';

/** Where every listing begins that has no start: keys are never empty. */
export const FROM_THE_START: ListStart = { after: '' };

/** Whether a listing that begins at `start` has the key behind it. True for all keys up to some point, then never. */
export function isKeyBehind(key: string, start: ListStart): boolean {
  if ('after' in start) return compareUtf8(key, start.after) <= 0;
  return key.startsWith(start.beyondPrefix) || compareUtf8(key, start.beyondPrefix) < 0;
}

/** The same of all keys with a prefix at once, so that a walk can leave out a folder. */
export function isPrefixBehind(prefix: string, start: ListStart): boolean {
  if ('after' in start) return compareUtf8(prefix, start.after) < 0 && !start.after.startsWith(prefix);
  if (prefix.startsWith(start.beyondPrefix)) return true;
  return compareUtf8(prefix, start.beyondPrefix) < 0 && !start.beyondPrefix.startsWith(prefix);
}

/** The index of the first item of a sorted list that is not behind. */
export function firstNotBehind<T>(sorted: readonly T[], isBehind: (item: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && isBehind(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
