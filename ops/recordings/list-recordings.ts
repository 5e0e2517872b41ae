/** Finds the recordings of a span of time in the catalog. */

import type { PlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import type { CatalogPages, Span } from '../catalog/catalog-pages.ts';
import { type CatalogEntry, type EntryStatus, groupItems, needsAttention, statusOf } from './catalog-entry.ts';

/** What to look for. */
export interface RecordingWish extends Span {
  /** Of all channels when left out. */
  readonly channelId: string | undefined;
  readonly status: WantedStatus | undefined;
  /** At most so many, the latest. */
  readonly limit: number;
}

/** `playable` means all that can be played, partial ones included; `attention`: somebody should look. */
export const wantedStatuses = ['playable', 'partial', 'empty', 'failed', 'attention'] as const;
export type WantedStatus = (typeof wantedStatuses)[number];

/** What was found. */
export interface FoundRecordings {
  /** The latest first. */
  readonly entries: readonly CatalogEntry[];
  /** There are more than the limit allows. */
  readonly isTruncated: boolean;
  /** What is no item of a catalog. */
  readonly unreadable: readonly PlainItem[];
}

/** IVS was announced on 15 July 2020: looking at the days before would find nothing, one query each. */
const earliestMs = Date.parse('2020-07-01');
const dayMs = 24 * 60 * 60_000;

/** Looks until the limit is reached. @param now nothing begins after it, but for a clock that is wrong */
export async function findRecordings(
  wish: RecordingWish,
  pages: CatalogPages,
  now: Date,
  signal: AbortSignal,
): Promise<FoundRecordings> {
  const { channelId, limit } = wish;
  const since = new Date(Math.max(earliestMs, wish.since.getTime()));
  const until = new Date(Math.min(now.getTime() + dayMs, wish.until.getTime()));
  const span = { since, until };
  const unreadable: PlainItem[] = [];
  const entries: CatalogEntry[] = [];
  if (since >= until) return { entries, isTruncated: false, unreadable };
  const found = channelId === undefined ? pages.ofAllChannels(span) : pages.ofChannel(channelId, span);
  for await (const entry of groupItems(found, (item) => unreadable.push(item))) {
    signal.throwIfAborted();
    if (!isWanted(entry, wish)) continue;
    if (entries.length === limit) return { entries: sorted(entries), isTruncated: true, unreadable };
    entries.push(entry);
  }
  return { entries: sorted(entries), isTruncated: false, unreadable };
}

function isWanted(entry: CatalogEntry, { since, until, status }: RecordingWish): boolean {
  const startMs = Date.parse(entry.startedAt);
  if (!(startMs >= since.getTime() && startMs < until.getTime())) return false;
  return status === undefined || hasStatus(entry, status);
}

function hasStatus(entry: CatalogEntry, wanted: WantedStatus): boolean {
  if (wanted === 'attention') return needsAttention(entry);
  const status: EntryStatus = statusOf(entry);
  return status === wanted || (wanted === 'playable' && status === 'partial');
}

const sorted = (entries: readonly CatalogEntry[]): CatalogEntry[] =>
  entries.toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
