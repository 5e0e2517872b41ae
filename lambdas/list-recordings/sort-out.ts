/** Leaves out of a batch what is not to be started, with one look into the catalog. */
import { recordingSortKey } from '../shared/contract/catalog.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';
import { settlingMinutes } from './decide-start.ts';
import type { Found } from './find-endings.ts';
import type { BackfillWish } from './read-wish.ts';
import type { Totals } from './schema.ts';

/** Key of an item in the catalog. */
export interface CatalogKey {
  readonly channelId: string;
  readonly recordingKey: string;
}

/** Which of at most 100 items are in the catalog, by their `recordingKey`. */
export type FindInCatalog = (keys: readonly CatalogKey[]) => Promise<ReadonlySet<string>>;

const keyOf = (location: RecordingLocation): CatalogKey => ({
  channelId: location.channelId,
  recordingKey: recordingSortKey(location),
});

/** Those that may have to be started, and how many there were of each kind. */
export async function sortOut(
  batch: readonly Found[],
  { input, span }: Pick<BackfillWish, 'input' | 'span'>,
  findInCatalog: FindInCatalog,
): Promise<{ candidates: Found[]; totals: Partial<Totals> }> {
  // What has not ended cannot be processed; the reconciler has what never will end reported by name.
  const startable = batch.filter(
    ({ ending }) => ending === 'ended' || (ending === 'overdue' && input.reconcile === true),
  );
  const known = input.all === true ? new Set<string>() : await findKnown(startable, findInCatalog);
  const missing = startable.filter(({ location }) => !known.has(recordingSortKey(location)));
  const candidates = missing.filter((found) => input.reconcile !== true || isSettled(found, span.until));
  return {
    candidates,
    totals: {
      recordings: batch.length,
      unfinished: count(batch, 'unfinished'),
      overdue: count(batch, 'overdue'),
      inCatalog: startable.length - missing.length,
      settling: missing.length - candidates.length,
    },
  };
}

async function findKnown(found: readonly Found[], findInCatalog: FindInCatalog): Promise<ReadonlySet<string>> {
  return found.length === 0 ? new Set() : findInCatalog(found.map(({ location }) => keyOf(location)));
}

const count = (batch: readonly Found[], wanted: Found['ending']): number =>
  batch.filter(({ ending }) => ending === wanted).length;

const isSettled = ({ end }: Found, until: Date): boolean =>
  end === undefined || until.getTime() - end.writtenAt.getTime() >= settlingMinutes * 60_000;
