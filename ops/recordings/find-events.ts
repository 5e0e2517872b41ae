/** Finds the recording events of a span of time, and looks up what became of them. */
import { recordingSortKey } from '../../lambdas/shared/contract/catalog.ts';
import type { RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';
import type { Span } from '../catalog/catalog-pages.ts';
import { isEnd, type Outcome, outcomeOf, type RecordingEvent, readRecordingEvent } from './recording-event.ts';

/** What to look for. */
export interface EventWish extends Span {
  /** Of all channels when left out. */
  readonly channelId: string | undefined;
  /** At most so many, the latest. */
  readonly limit: number;
}

/** What looking needs. */
export interface EventPorts {
  /** Messages of the log group of recording events, page by page, the oldest first; a page may be empty. */
  readMessages(span: Span): AsyncIterable<readonly string[]>;
  /** Which of at most 100 items the catalog has, by their sort keys. */
  findInCatalog(
    keys: readonly { readonly channelId: string; readonly recordingKey: string }[],
  ): Promise<ReadonlySet<string>>;
  readonly signal: AbortSignal;
}

/** An event, and what became of it. */
export interface JudgedEvent extends RecordingEvent {
  readonly outcome: Outcome;
}

/** What was found. */
export interface FoundEvents {
  /** The oldest first. */
  readonly events: readonly JudgedEvent[];
  /** There are earlier ones than the limit allows. */
  readonly isTruncated: boolean;
  /** Messages that are no recording event of IVS's. */
  readonly unreadableCount: number;
}

/** Reads the whole span: the log comes the oldest first, and the latest are wanted. */
export async function findEvents(wish: EventWish, ports: EventPorts): Promise<FoundEvents> {
  let unreadableCount = 0;
  let isTruncated = false;
  const events: RecordingEvent[] = [];
  const endedPrefixes = new Set<string>();
  for await (const page of ports.readMessages(wish)) {
    ports.signal.throwIfAborted();
    for (const message of page) {
      const event = readRecordingEvent(message);
      if (event === undefined) unreadableCount++;
      else if (wish.channelId === undefined || event.channelId === wish.channelId) events.push(event);
      if (event !== undefined && isEnd(event.status)) endedPrefixes.add(event.prefix);
    }
    // Never many more than are wanted: a log may hold millions.
    if (events.length > wish.limit) {
      isTruncated = true;
      events.splice(0, events.length - wish.limit);
    }
  }
  const known = await findKnown(events, ports);
  const judged = events.map((event) => {
    const isInCatalog = event.location !== undefined && known.has(event.location.prefix);
    return { ...event, outcome: outcomeOf(event, isInCatalog, endedPrefixes) };
  });
  return { events: judged, isTruncated, unreadableCount };
}

/** BatchGetItem's limit. */
const keysPerCall = 100;

/** Prefixes of the recordings that the catalog knows. */
async function findKnown(
  events: readonly RecordingEvent[],
  { findInCatalog, signal }: EventPorts,
): Promise<ReadonlySet<string>> {
  const byKey = new Map(
    events.flatMap(({ location }) => (location === undefined ? [] : [[keyOf(location), location]])),
  );
  const locations = [...byKey.values()];
  const known = new Set<string>();
  for (let start = 0; start < locations.length; start += keysPerCall) {
    signal.throwIfAborted();
    const chunk = locations.slice(start, start + keysPerCall);
    const found = await findInCatalog(
      chunk.map((location) => ({ channelId: location.channelId, recordingKey: recordingSortKey(location) })),
    );
    for (const location of chunk) if (found.has(recordingSortKey(location))) known.add(location.prefix);
  }
  return known;
}

/** The same item is not asked for twice in a call, which DynamoDB refuses. */
const keyOf = (location: RecordingLocation): string => `${location.channelId} ${recordingSortKey(location)}`;
