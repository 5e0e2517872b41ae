/** Finds the executions that ended without success in a span of time. */

import type { TimeSpan } from '../../lambdas/shared/contract/backfill-input.ts';
import { type RecordingIds, recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
import type { ExecutionPorts, ListedExecution } from '../executions/execution-ports.ts';
import { isOf } from '../executions/running-work.ts';

/** State machines that work on recordings. */
export type RecordingMachine = 'process-recording' | 'export-recording';

/** An execution that ended without success. */
export interface FailedExecution extends ListedExecution {
  readonly machine: RecordingMachine;
  /** When it ended, for the last time if it was redriven. */
  readonly stopDate: Date;
}

/**
 * Lists go by the start, and what is asked for is the end: an execution may have been redriven for 14 days after it
 * failed, and an export has a week at most.
 */
const longestRunMs = 21 * 24 * 3_600_000;

const statuses = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** What to look for. */
export interface FailureSearch {
  readonly span: TimeSpan;
  /** Of the recordings; empty: every channel. */
  readonly channelIds: readonly string[];
  /** Empty: every recording. */
  readonly recordings: readonly RecordingIds[];
}

/** The latest ones first. */
export async function findFailures(
  machines: Readonly<Record<RecordingMachine, string>>,
  { span, channelIds, recordings }: FailureSearch,
  { list }: Pick<ExecutionPorts, 'list'>,
): Promise<FailedExecution[]> {
  const found: FailedExecution[] = [];
  for (const machine of ['process-recording', 'export-recording'] as const)
    for (const status of statuses)
      for await (const page of list(machines[machine], status)) {
        found.push(...page.flatMap((execution) => toFailed(execution, machine)));
        if ((page.at(-1)?.startDate.getTime() ?? 0) < span.since.getTime() - longestRunMs) break;
      }
  return found
    .filter(({ stopDate }) => stopDate >= span.since && stopDate <= span.until)
    .filter(({ name }) => channelIds.length === 0 || channelIds.includes(recordingIdsOfName(name)?.channelId ?? ''))
    .filter(({ name }) => recordings.length === 0 || recordings.some((recording) => isOf(name, recording)))
    .sort((one, other) => other.startDate.getTime() - one.startDate.getTime());
}

const toFailed = ({ stopDate, ...rest }: ListedExecution, machine: RecordingMachine): FailedExecution[] =>
  stopDate === undefined ? [] : [{ ...rest, stopDate, machine }];
