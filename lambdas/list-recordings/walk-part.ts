/** One part of the walk: as many recordings as fit into one list and one invocation. */
import { type ChannelIdentity, parseChannelArn, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type { Now } from '../shared/recording/storage-ports.ts';
import { type FindMetadata, type Found, findEndings, type Located } from './find-endings.ts';
import type { BackfillWish } from './read-wish.ts';
import type { Progress, Totals } from './schema.ts';
import { type FindInCatalog, sortOut } from './sort-out.ts';
import { addTotals, noTotals } from './totals.ts';
import { type ListFolders, walkRecordings } from './walk-recordings.ts';

/** What a walk needs of the world. */
export interface WalkPartPorts {
  readonly configuration: ServedRecordings;
  readonly listFolders: ListFolders;
  readonly findMetadata: FindMetadata;
  readonly findInCatalog: FindInCatalog;
  readonly now: Now;
}

/**
 * Candidates in one part, some 300 bytes each. The list of their executions has 2 MB at most, and the outputs of the Map
 * over it, `{}` each, stay far below the 256 KiB of a state's output.
 */
export const maxCandidates = 5000;

/**
 * How long one part walks, of the function's 900 s. The rest is for the executions (5 pages of 1,000 a second are the
 * quota of ListExecutions: two million in 400 s) and for writing the list.
 */
export const walkingSeconds = 450;

/** Recordings that the catalog is asked for at once: the most that BatchGetItem takes. */
const batchSize = 100;

/** What one part found. */
export interface Part {
  readonly candidates: readonly Found[];
  readonly totals: Totals;
  /** The recording to go on behind. */
  readonly after: Progress['after'];
  readonly isLast: boolean;
}

/** Walks on from where the part before ended, until a list is full, the time is up, or nothing is left. */
export async function walkPart(
  wish: BackfillWish,
  { after }: Pick<Progress, 'after'>,
  ports: WalkPartPorts,
): Promise<Part> {
  const deadline = ports.now().getTime() + walkingSeconds * 1000;
  const candidates: Found[] = [];
  let totals = noTotals;
  const found = findEndings(walkBuckets(wish, after, ports), wish.span.until, ports.findMetadata);
  for await (const batch of inBatches(found, batchSize)) {
    const sorted = await sortOut(batch, wish, ports.findInCatalog);
    candidates.push(...sorted.candidates);
    totals = addTotals(totals, sorted.totals);
    const last = batch.at(-1);
    const isFull = candidates.length > maxCandidates - batchSize || ports.now().getTime() >= deadline;
    if (isFull && last !== undefined) return { candidates, totals, after: placeOf(last), isLast: false };
  }
  return { candidates, totals, after, isLast: true };
}

const placeOf = ({ bucket, location }: Located): Progress['after'] => ({ bucket, prefix: location.prefix });

async function* walkBuckets(
  { walkedSpan: span }: BackfillWish,
  after: Progress['after'],
  { configuration, listFolders }: WalkPartPorts,
): AsyncGenerator<Located> {
  const channels = channelsOf(configuration.channelArns);
  const begun = after === undefined ? 0 : configuration.recordingsBuckets.indexOf(after.bucket);
  for (const bucket of configuration.recordingsBuckets.slice(Math.max(0, begun))) {
    const walk = { bucket, channels, span, after: bucket === after?.bucket ? after.prefix : undefined };
    for await (const location of walkRecordings(walk, listFolders)) yield { bucket, location };
  }
}

function channelsOf(channelArns: readonly string[]): ChannelIdentity[] {
  return channelArns.flatMap((arn) => parseChannelArn(arn) ?? []);
}

async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
