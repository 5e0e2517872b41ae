/**
 * Finds the executions of one recording. ListExecutions knows no names, so they are found by what is known of names: the
 * recording's own and its numbered ones, those that the catalog notes, those that another has started or was started by.
 * What an operator started, and what nobody noted since another run came later, is found by listing everything only.
 */

import * as z from 'zod/mini';
import { executionArnOf } from '../../lambdas/shared/adapters/state-machine.ts';
import {
  backfillExecutionName,
  exportExecutionName,
  type RecordingIds,
  recordingExecutionName,
  revivedExecutionName,
} from '../../lambdas/shared/contract/execution-name.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { isOf } from '../executions/running-work.ts';

/** An execution, as DescribeExecution tells it. */
export interface RecordingExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
  readonly status: string;
  readonly startDate: Date;
  /** Absent while it runs. */
  readonly stopDate: Date | undefined;
  readonly redriveCount: number;
  readonly redriveStatus: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** JSON text. */
  readonly input: string | undefined;
  /** JSON text, of one that succeeded. */
  readonly output: string | undefined;
}

/** What finding needs. */
export interface ExecutionFinderPorts {
  /** `undefined` when there is none, any more. */
  describe(executionArn: string): Promise<RecordingExecution | undefined>;
  /** Names of all executions of a state machine, page by page; asked only for everything. */
  listNames(stateMachineArn: string): AsyncIterable<readonly string[]>;
}

/** Where to look. */
export interface ExecutionSearch extends RecordingIds {
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  /** What the catalog notes. */
  readonly notedArns: readonly string[];
  readonly exportNames: readonly string[];
  /** Lists every execution of both state machines, 1,000 a request. */
  readonly isExhaustive: boolean;
}

/** start-processing and the backfill count their runs no further, or hardly. */
const mostNumbered = 10;

/** The first one first. */
export async function findRecordingExecutions(
  search: ExecutionSearch,
  ports: ExecutionFinderPorts,
): Promise<RecordingExecution[]> {
  const found = new Map<string, RecordingExecution>();
  const asked = new Set<string>();
  const look = async (executionArn: string): Promise<boolean> => {
    if (asked.has(executionArn)) return found.has(executionArn);
    asked.add(executionArn);
    const execution = await ports.describe(executionArn);
    if (execution === undefined) return false;
    found.set(executionArn, execution);
    for (const related of relatedArns(execution, search.exportRecordingArn)) await look(related);
    return true;
  };
  const { processRecordingArn, exportRecordingArn, notedArns, exportNames } = search;
  const own = recordingExecutionName(search);
  await look(executionArnOf(processRecordingArn, own));
  for (const nameOf of [revivedExecutionName, backfillExecutionName])
    for (let count = 1; count <= mostNumbered; count++)
      if (!(await look(executionArnOf(processRecordingArn, nameOf(search, count))))) break;
  for (const name of exportNames)
    await look(executionArnOf(exportRecordingArn, exportExecutionName(search, name, own)));
  for (const executionArn of notedArns) await look(executionArn);
  if (search.isExhaustive)
    for (const machine of [processRecordingArn, exportRecordingArn])
      for (const name of await namesOf(machine, search, ports)) await look(executionArnOf(machine, name));
  return [...found.values()].sort((one, other) => one.startDate.getTime() - other.startDate.getTime());
}

async function namesOf(
  stateMachineArn: string,
  recording: RecordingIds,
  { listNames }: ExecutionFinderPorts,
): Promise<string[]> {
  const names: string[] = [];
  for await (const page of listNames(stateMachineArn)) names.push(...page.filter((name) => isOf(name, recording)));
  return names;
}

const parentSchema = z.object({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.string() });
/** As `StartExports` leaves them: those that it started, and names that its own earlier attempt had taken. */
const childrenSchema = z.object({
  startedExports: z.array(z.object({ executionArn: z.optional(z.string()), executionName: z.optional(z.string()) })),
});

function relatedArns({ input = '', output = '' }: RecordingExecution, exportRecordingArn: string): string[] {
  const parent = parentSchema.safeParse(parseJson(input));
  const children = childrenSchema.safeParse(parseJson(output));
  const started = children.success ? children.data.startedExports : [];
  return [
    ...(parent.success ? [parent.data.AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID] : []),
    ...started
      .flatMap(({ executionArn, executionName }) => executionArn ?? executionName ?? [])
      .map((child) => (child.startsWith('arn:') ? child : executionArnOf(exportRecordingArn, child))),
  ];
}
