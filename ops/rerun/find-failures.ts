/** Finds the executions that ended without success in a span of time. */

import { recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
import type { ExecutionPorts, ListedExecution } from '../executions/execution-ports.ts';
import type { MachinesByName, RecordingMachine } from '../executions/machine-arns.ts';
import { isMeant, type RerunSearch } from './rerun-search.ts';

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

/** The latest ones first. */
export async function findFailures(
  machines: MachinesByName,
  search: RerunSearch,
  { list }: Pick<ExecutionPorts, 'list'>,
): Promise<FailedExecution[]> {
  const found: FailedExecution[] = [];
  for (const machine of ['process-recording', 'export-recording'] as const)
    for (const status of statuses)
      for await (const page of list(machines[machine], status)) {
        found.push(...page.flatMap((execution) => toFailed(execution, machine)));
        if ((page.at(-1)?.startDate.getTime() ?? 0) < search.span.since.getTime() - longestRunMs) break;
      }
  return found
    .filter(({ name, stopDate }) => isMeant(recordingIdsOfName(name), stopDate, search))
    .sort((one, other) => other.startDate.getTime() - one.startDate.getTime());
}

const toFailed = ({ stopDate, ...rest }: ListedExecution, machine: RecordingMachine): FailedExecution[] =>
  stopDate === undefined ? [] : [{ ...rest, stopDate, machine }];
