/** Finds the exports that are held back, by the catalog. */
import type { PlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import type { TimeSpan } from '../../lambdas/shared/contract/backfill-input.ts';
import { type CatalogExport, catalogItemSchema } from '../../lambdas/shared/contract/catalog.ts';
import { isSameRecording, type RecordingIds } from '../../lambdas/shared/contract/execution-name.ts';
import type { CatalogPages } from '../catalog/catalog-pages.ts';

/** What to look for. */
export interface HeldSearch {
  /** When they were held back. */
  readonly span: TimeSpan;
  /** Empty: of every channel. */
  readonly channelIds: readonly string[];
  /** Empty: every recording. */
  readonly recordings: readonly RecordingIds[];
}

/** The earliest recording first, since what was held first waits longest. @param onUnreadable told of what is no item of a catalog */
export async function findHeld(
  { span, channelIds, recordings }: HeldSearch,
  { ofAttention }: Pick<CatalogPages, 'ofAttention'>,
  onUnreadable: (item: PlainItem) => void,
): Promise<CatalogExport[]> {
  const held: CatalogExport[] = [];
  for await (const page of ofAttention('held'))
    for (const plain of page) {
      const parsed = catalogItemSchema.safeParse(plain);
      if (!parsed.success) onUnreadable(plain);
      else if (parsed.data.type === 'export') held.push(parsed.data);
    }
  const isMeant = (item: CatalogExport): boolean => {
    const heldAt = new Date(item.asOf);
    if (heldAt < span.since || heldAt > span.until) return false;
    if (channelIds.length > 0 && !channelIds.includes(item.channelId)) return false;
    return recordings.length === 0 || recordings.some((wanted) => isSameRecording(wanted, item));
  };
  return held.filter(isMeant).reverse();
}
