/**
 * Which of the numbered folders of a channel (year, month, day, hour, minute, not zero-padded, UTC) a span of time can
 * touch: what lies outside is not listed.
 */
import type { TimeSpan } from '../shared/contract/backfill-input.ts';

/** Numbers from the year on, as many as the folder is deep: `[2026, 6]` is June. */
export type FolderPath = readonly number[];

/** How deep the folder of a minute is; recordings lie in it. */
export const minuteDepth = 5;

/** How deep the folder of a day is. */
export const dayDepth = 3;

/** The lowest and highest number that a child may have. */
export interface ChildRange {
  readonly least: number;
  readonly most: number;
}

/** Children of `path` that may hold recordings of the span; `least` above `most` when none can. */
export function childRange(path: FolderPath, { since, until }: TimeSpan): ChildRange {
  const { start, end } = extentOf(path);
  return {
    // A recording's minute is known and no more: it counts in when its minute does.
    least: numberAt(path.length, Math.max(start, since.getTime())),
    most: numberAt(path.length, Math.min(end - 1, until.getTime())),
  };
}

/** From the first millisecond of a folder to the one after its last. */
function extentOf(path: FolderPath): { start: number; end: number } {
  const last = path.at(-1);
  if (last === undefined) return { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  return { start: beginningOf(path), end: beginningOf([...path.slice(0, -1), last + 1]) };
}

const beginningOf = ([year = 0, month = 1, day = 1, hour = 0, minute = 0]: FolderPath): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/** The number that a moment has at a level: its year at 0, its month at 1. */
function numberAt(level: number, time: number): number {
  const at = new Date(time);
  const numbers = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return numbers[level] ?? Number.NaN;
}
