/**
 * Finds unsuccessful executions of both state machines that nobody reported, and then redrives that succeeded without the
 * catalog knowing: status events are best effort, too. Each is handed to report-failure as the event that should have come,
 * so that there is one way to report.
 */
import * as z from 'zod/mini';
import type { ExecutionStatusEvent } from '../shared/contract/events.ts';
import { recordingIdsOfName } from '../shared/contract/execution-name.ts';
import { parseJson } from '../shared/contract/json-text.ts';
import { parseRecordingPrefix, recordingReferenceSchema } from '../shared/contract/recording-location.ts';
import { inOrder } from '../shared/recording/in-order.ts';
import type { Now } from '../shared/recording/storage-ports.ts';
import { type FailedItem, findRecovery } from './find-recovery.ts';
import { type Failed, isReported, type Reported } from './is-reported.ts';
import type { Cursor, FindUnreportedFailuresInput, FindUnreportedFailuresOutput } from './schema.ts';
import { type DescribedExecution, statusEventOf } from './status-event.ts';

/** The ways in which an execution ends without success. */
export const unsuccessfulStatuses = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** One list of executions, and where to go on in it. */
export interface ListRequest {
  readonly stateMachineArn: string;
  readonly status: (typeof unsuccessfulStatuses)[number];
  readonly nextToken: string | undefined;
}

/** An execution of such a list. */
export interface ListedFailure extends Failed {
  readonly startDate: Date;
}

/** What the step needs of the world. */
export interface FindUnreportedFailuresPorts {
  readonly configuration: { readonly processRecordingArn: string; readonly exportRecordingArn: string };
  /** At most 100 executions, the latest first. */
  listFailures(request: ListRequest): Promise<{ failures: readonly ListedFailure[]; nextToken: string | undefined }>;
  /** `undefined` when the execution runs, since it has been redriven, or is gone. */
  describeEnded(executionArn: string): Promise<DescribedExecution | undefined>;
  /** The items of a recording and of its exports. */
  readItems(recordingId: string): Promise<readonly Reported[]>;
  /** At most 100 items that tell of a failure. */
  listFailedItems(
    nextToken: string | undefined,
  ): Promise<{ items: readonly FailedItem[]; nextToken: string | undefined }>;
  readonly now: Now;
}

/**
 * For so long a failure is left to its rule: EventBridge takes seconds, and Lambda tries report-failure again after one and
 * after two minutes.
 */
const settlingMs = 15 * 60_000;

/**
 * An execution that ended in the span began at most its time limit before it, 7 days for an export. What was redriven
 * after a longer time is being looked at by whoever did that.
 */
const longestRunMs = 7 * 24 * 3_600_000;

/** Executions that are looked at at once; DescribeExecution is allowed 10 a second for good, and 250 in a burst. */
const width = 8;

/** How long one call searches, of the function's 300 s. */
const searchingMs = 240_000;

/** What one page of a search gave, and where to go on. */
interface Page {
  readonly events: readonly ExecutionStatusEvent[];
  readonly next: Pick<Cursor, 'search' | 'nextToken'>;
}

/** Milliseconds since 1970. */
interface Span {
  readonly since: number;
  readonly settled: number;
}

/**
 * Searches until a page holds something to report, the time is up, or all lists are read.
 *
 * @throws ServiceUnavailableError
 */
export async function findUnreportedFailures(
  { state: { progress, unreported } }: Pick<FindUnreportedFailuresInput, 'state'>,
  ports: FindUnreportedFailuresPorts,
): Promise<FindUnreportedFailuresOutput> {
  const span = { since: Date.parse(progress.since), settled: Date.parse(progress.until) - settlingMs };
  const searches = searchesOf(ports.configuration);
  const deadline = ports.now().getTime() + searchingMs;
  let cursor: Cursor = unreported?.cursor ?? { search: 0, found: 0 };
  // The search behind those for failures is the one for recoveries.
  while (cursor.search <= searches.length) {
    const search = searches[cursor.search];
    const { events, next } = await (search === undefined
      ? searchRecoveries(cursor, span, ports)
      : searchFailures(search, cursor, span, ports));
    cursor = { ...next, found: cursor.found + events.length };
    const areFailuresLeft = cursor.search <= searches.length;
    if (events.length > 0 || ports.now().getTime() >= deadline) return { events, areFailuresLeft, cursor };
  }
  return { events: [], areFailuresLeft: false, cursor };
}

async function searchFailures(
  { type, ...search }: ReturnType<typeof searchesOf>[number],
  cursor: Cursor,
  span: Span,
  ports: FindUnreportedFailuresPorts,
): Promise<Page> {
  const { failures, nextToken } = await ports.listFailures({ ...search, nextToken: cursor.nextToken });
  const inSpan = failures.filter(({ stopDate }) => isWithin(stopDate.getTime(), span));
  const events = await eventsOf(inSpan, (failed) => findUnreported(failed, type, ports));
  return { events, next: placeAfter(cursor, failures, span.since, nextToken) };
}

async function searchRecoveries(
  { search, nextToken: place }: Cursor,
  { settled }: Span,
  { listFailedItems, describeEnded }: FindUnreportedFailuresPorts,
): Promise<Page> {
  const { items, nextToken } = await listFailedItems(place);
  const events = await eventsOf(items, (item) => findRecovery(item, settled, describeEnded));
  return { events, next: nextToken === undefined ? { search: search + 1 } : { search, nextToken } };
}

const isWithin = (time: number, { since, settled }: Span): boolean => time >= since && time <= settled;

const searchesOf = ({ processRecordingArn, exportRecordingArn }: FindUnreportedFailuresPorts['configuration']) =>
  unsuccessfulStatuses.flatMap((status) => [
    { stateMachineArn: processRecordingArn, status, type: 'recording' as const },
    { stateMachineArn: exportRecordingArn, status, type: 'export' as const },
  ]);

/** The next page, or the next list when this one is read as far as executions of the span can stand in it. */
function placeAfter(
  { search }: Cursor,
  failures: readonly ListedFailure[],
  since: number,
  nextToken: string | undefined,
): Pick<Cursor, 'search' | 'nextToken'> {
  const oldest = failures.at(-1)?.startDate.getTime() ?? 0;
  return nextToken === undefined || oldest < since - longestRunMs ? { search: search + 1 } : { search, nextToken };
}

async function eventsOf<Item>(
  items: readonly Item[],
  find: (item: Item) => Promise<DescribedExecution | undefined>,
): Promise<ExecutionStatusEvent[]> {
  const events: ExecutionStatusEvent[] = [];
  for await (const found of inOrder(items, width, find)) {
    if (found !== undefined) events.push(statusEventOf(found));
  }
  return events;
}

/**
 * Most names tell the recording, and then one look into the catalog is enough. Others are those that the console made up;
 * their input tells it. An execution whose input names no recording has no item that could carry its failure.
 */
async function findUnreported(
  failed: ListedFailure,
  type: Reported['type'],
  { describeEnded, readItems }: FindUnreportedFailuresPorts,
): Promise<DescribedExecution | undefined> {
  const named = recordingIdsOfName(failed.name)?.recordingId;
  if (named !== undefined && isReported(failed, type, await readItems(named))) return undefined;
  const described = await describeEnded(failed.executionArn);
  const recordingId = recordingIdOf(described?.input);
  // What has succeeded since it was listed has nothing to report, unless its item tells of the failure.
  if (described === undefined || described.status === 'SUCCEEDED' || recordingId === undefined) return undefined;
  const isKnown = recordingId !== named && isReported(failed, type, await readItems(recordingId));
  return isKnown ? undefined : described;
}

const inputSchema = z.object({ recording: recordingReferenceSchema });

function recordingIdOf(input: string | undefined): string | undefined {
  const parsed = inputSchema.safeParse(parseJson(input));
  return parsed.success ? parseRecordingPrefix(parsed.data.recording.prefix)?.recordingId : undefined;
}
