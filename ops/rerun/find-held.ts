/** Finds the exports that are held back, by the catalog. */
import type { PlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import { type CatalogExport, catalogItemSchema } from '../../lambdas/shared/contract/catalog.ts';
import type { CatalogPages } from '../catalog/catalog-pages.ts';
import { isMeant, type RerunSearch } from './rerun-search.ts';

/** The earliest recording first, since what was held first waits longest. @param onUnreadable told of what is no item of a catalog */
export async function findHeld(
  search: RerunSearch,
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
  return held.filter((item) => isMeant(item, new Date(item.asOf), search)).reverse();
}
