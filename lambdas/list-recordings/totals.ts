/** Sums what has been found over batches and parts. */
import type { Totals } from './schema.ts';

export const noTotals: Totals = {
  recordings: 0,
  toStart: 0,
  inCatalog: 0,
  running: 0,
  ranBefore: 0,
  settling: 0,
  unfinished: 0,
  overdue: 0,
  durationMs: 0,
};

/** Adds each figure to its like; what a part does not name counts as 0. */
export function addTotals(one: Totals, other: Partial<Totals>): Totals {
  return {
    recordings: one.recordings + (other.recordings ?? 0),
    toStart: one.toStart + (other.toStart ?? 0),
    inCatalog: one.inCatalog + (other.inCatalog ?? 0),
    running: one.running + (other.running ?? 0),
    ranBefore: one.ranBefore + (other.ranBefore ?? 0),
    settling: one.settling + (other.settling ?? 0),
    unfinished: one.unfinished + (other.unfinished ?? 0),
    overdue: one.overdue + (other.overdue ?? 0),
    durationMs: one.durationMs + (other.durationMs ?? 0),
  };
}
