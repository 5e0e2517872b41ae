/** A recording as the catalog has it: its own item, and those of its exports. */

import type { PlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import {
  type CatalogExport,
  type CatalogItem,
  type CatalogRecording,
  catalogItemSchema,
} from '../../lambdas/shared/contract/catalog.ts';

/** See the file's comment. */
export interface CatalogEntry {
  readonly channelId: string;
  readonly recordingId: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Absent where an export was made of a recording that never went through `process-recording`. */
  readonly recording: CatalogRecording | undefined;
  /** By name. */
  readonly exports: readonly CatalogExport[];
}

/** How far apart the starts of a recording and of its exports may stand, of which some are known to the minute only. */
const sameStartMs = 15 * 60_000;

/**
 * Puts the items of each recording together.
 *
 * @param pages the latest start first
 * @param onUnreadable told of what is no item of a catalog
 */
export async function* groupItems(
  pages: AsyncIterable<readonly PlainItem[]>,
  onUnreadable: (item: PlainItem) => void,
): AsyncGenerator<CatalogEntry> {
  const open = new Map<string, CatalogItem[]>();
  for await (const page of pages) {
    for (const plain of page) {
      const parsed = catalogItemSchema.safeParse(plain);
      if (!parsed.success) {
        onUnreadable(plain);
        continue;
      }
      const item = parsed.data;
      yield* takeEnded(open, Date.parse(item.startedAt));
      const id = `${item.channelId}/${item.recordingId}`;
      open.set(id, [...(open.get(id) ?? []), item]);
    }
  }
  for (const items of open.values()) yield makeEntry(items);
}

/** Nothing more of these can follow. */
function* takeEnded(open: Map<string, CatalogItem[]>, reachedMs: number): Generator<CatalogEntry> {
  for (const [id, items] of open) {
    if (Date.parse(items[0]?.startedAt ?? '') - reachedMs <= sameStartMs) return;
    open.delete(id);
    yield makeEntry(items);
  }
}

function makeEntry(items: readonly CatalogItem[]): CatalogEntry {
  const recording = items.find((item) => item.type === 'recording');
  const exports = items.filter((item) => item.type === 'export');
  const { channelId = '', recordingId = '', startedAt = '' } = recording ?? items[0] ?? {};
  return {
    channelId,
    recordingId,
    startedAt,
    recording,
    exports: exports.toSorted((one, other) => (one.exportName < other.exportName ? -1 : 1)),
  };
}

/** What a list says of it in one word. */
export type EntryStatus = 'playable' | 'partial' | 'empty' | 'failed' | 'exports-only';

/** The word. */
export function statusOf({ recording }: Pick<CatalogEntry, 'recording'>): EntryStatus {
  if (recording === undefined) return 'exports-only';
  const isPartial = recording.status === 'playable' && recording.recording?.completeness === 'partial';
  return isPartial ? 'partial' : recording.status;
}

/** Whether somebody should look: at the recording, or at an export that failed or waits to be released. */
export const needsAttention = ({ recording, exports }: Pick<CatalogEntry, 'recording' | 'exports'>): boolean =>
  [recording, ...exports].some((item) => item?.attention !== undefined);
