import type { ExecutionDescription } from './execution-description.ts';
import type { HistoryEvent } from './history-event.ts';
import type { MapRunDescription } from './map-run.ts';

/** What an action answers; fields that are undefined are not sent. */
export type ApiResponse = Record<string, unknown>;

/** A time as JSON 1.0 carries it: seconds since 1970, with milliseconds as a fraction. */
export function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

function optionalSeconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : seconds(time);
}

/** The answer of DescribeExecution. */
export function describedExecution(execution: ExecutionDescription): ApiResponse {
  const { input, output, error, cause, redriveStatus, redriveStatusReason } = execution;
  return {
    ...listedExecution(execution),
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
    redriveStatus,
    redriveStatusReason,
  };
}

/** An element of the answer of ListExecutions. */
export function listedExecution(execution: ExecutionDescription): ApiResponse {
  const { executionArn, stateMachineArn, name, status, redriveCount } = execution;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: seconds(execution.startDate),
    stopDate: optionalSeconds(execution.stopDate),
    redriveCount,
    redriveDate: optionalSeconds(execution.redriveDate),
  };
}

/** The answer of DescribeMapRun. An iteration of ours has one item, so that both counts are the same. */
export function describedMapRun({ total, counts, ...mapRun }: MapRunDescription): ApiResponse {
  const begun = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const figures = {
    pending: total - begun,
    running: counts.RUNNING,
    succeeded: counts.SUCCEEDED,
    failed: counts.FAILED,
    timedOut: counts.TIMED_OUT,
    aborted: counts.ABORTED,
    total,
    resultsWritten: 0,
  };
  const { mapRunArn, executionArn, status, startDate, stopDate } = mapRun;
  return {
    mapRunArn,
    executionArn,
    status,
    startDate: seconds(startDate),
    stopDate: optionalSeconds(stopDate),
    itemCounts: figures,
    executionCounts: figures,
  };
}

/** The fields that hold data of the execution, which a caller may ask to be left out. */
const DATA_FIELDS = ['input', 'output', 'parameters'];

/** An event as GetExecutionHistory tells it. */
export function wireEvent(event: HistoryEvent, includeData: boolean): ApiResponse {
  const { timestamp, ...rest } = event;
  return { timestamp: seconds(timestamp), ...(includeData ? rest : withoutData(rest)) };
}

function withoutData(event: object): ApiResponse {
  const details = Object.entries(event).map(([name, value]): [string, unknown] => {
    if (typeof value !== 'object' || value === null) return [name, value];
    return [name, Object.fromEntries(Object.entries(value).filter(([field]) => !DATA_FIELDS.includes(field)))];
  });
  return Object.fromEntries(details);
}
