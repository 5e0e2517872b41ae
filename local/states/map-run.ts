/** What DescribeMapRun tells of a distributed Map: how many of its iterations stand where. */
import { StatesApiError } from './errors.ts';
import type { ExecutionDescription } from './execution-description.ts';
import type { ExecutionStatus } from './execution-state.ts';
import type { HistoryEvent } from './history-event.ts';

/** A distributed Map's run. Times are ISO 8601 with milliseconds. */
export interface MapRunDescription {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly startDate: string;
  readonly stopDate: string | undefined;
  /** Iterations that began, or are waiting to: as many as the list has items. */
  readonly total: number;
  readonly counts: Readonly<Record<ExecutionStatus, number>>;
}

/** What is needed of the engine. */
export interface MapRunSource {
  executionHistory(executionArn: string): readonly HistoryEvent[];
  listChildExecutions(executionArn: string): ExecutionDescription[];
}

const mapRunPattern = /^(arn:[\w-]+:states:[a-z0-9-]+:\d{12}):mapRun:([^/:]+)\/([^:]+):([^:]+)$/;

/**
 * Describes the latest run of the Map with that ARN.
 *
 * @param itemCounts Items of the Maps that run in this process, by their ARNs.
 * @throws StatesApiError `InvalidArn`, `ResourceNotFound`
 */
export function describeMapRun(
  mapRunArn: string,
  source: MapRunSource,
  itemCounts: ReadonlyMap<string, number>,
): MapRunDescription {
  const [, stem, machineName, , executionName] = mapRunPattern.exec(mapRunArn) ?? [];
  if (stem === undefined)
    throw new StatesApiError('InvalidArn', `Invalid Arn: '${mapRunArn}' is not that of a Map Run`);
  const executionArn = `${stem}:execution:${machineName}:${executionName}`;
  const history = source.executionHistory(executionArn);
  const started = history.findLast(({ mapRunStartedEventDetails: details }) => details?.mapRunArn === mapRunArn);
  if (started === undefined) throw new StatesApiError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  const ended = history.find(({ id, type }) => id > started.id && endings.has(type));
  // The iterations' names tell the event with which the Map was entered, the last one before it began.
  const entered = history.findLast(({ id, type }) => id < started.id && type === 'MapStateEntered');
  const children = source
    .listChildExecutions(executionArn)
    .filter(({ name }) => name.startsWith(`${executionName}-${entered?.id}-`));
  const counts = { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 };
  for (const { status } of children) counts[status] += 1;
  return {
    mapRunArn,
    executionArn,
    status: (ended && endings.get(ended.type)) ?? 'RUNNING',
    startDate: started.timestamp,
    stopDate: ended?.timestamp,
    total: Math.max(children.length, ended === undefined ? (itemCounts.get(mapRunArn) ?? 0) : 0),
    counts,
  };
}

const endings: ReadonlyMap<string, ExecutionStatus> = new Map([
  ['MapRunSucceeded', 'SUCCEEDED'],
  ['MapRunFailed', 'FAILED'],
  ['MapRunAborted', 'ABORTED'],
  ['ExecutionAborted', 'ABORTED'],
]);
