/** What runs, and which recordings it works on. */
import * as z from 'zod/mini';
import {
  isSameRecording,
  mayHideJoin,
  type RecordingIds,
  recordingIdsOfName,
} from '../../lambdas/shared/contract/execution-name.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { parseRecordingPrefix } from '../../lambdas/shared/contract/recording-location.ts';
import { isMadeUpName } from './execution-arn.ts';
import type { ExecutionPorts, ListedExecution } from './execution-ports.ts';
import type { RecordingMachineArns } from './machine-arns.ts';

/** Executions of a state machine that run. */
export async function runningExecutions(
  { list }: Pick<ExecutionPorts, 'list'>,
  stateMachineArns: readonly string[],
): Promise<ListedExecution[]> {
  const running: ListedExecution[] = [];
  for (const stateMachineArn of stateMachineArns)
    for await (const page of list(stateMachineArn, 'RUNNING')) running.push(...page);
  return running;
}

/** Whether an execution is one of the recording, by its name. */
export function isOf(executionName: string, recording: RecordingIds): boolean {
  const ids = recordingIdsOfName(executionName);
  return ids !== undefined && isSameRecording(ids, recording);
}

/**
 * Executions that run and work on one of the recordings, be it as one of several that are joined: the name tells of the
 * first only. Asked for their inputs are those whose names may hide something, and no others: DescribeExecution has the
 * least of all quotas, and thousands may run.
 */
export async function runningWorkOn(
  recordings: readonly RecordingIds[],
  { processRecordingArn, exportRecordingArn }: RecordingMachineArns,
  ports: Pick<ExecutionPorts, 'list' | 'describe'>,
): Promise<{ readonly execution: ListedExecution; readonly recording: RecordingIds }[]> {
  const found: { execution: ListedExecution; recording: RecordingIds }[] = [];
  for (const execution of await runningExecutions(ports, [processRecordingArn, exportRecordingArn])) {
    const named = recordings.find((recording) => isOf(execution.name, recording));
    const recording = named ?? (await hiddenWork(execution, recordings, ports));
    if (recording !== undefined) found.push({ execution, recording });
  }
  return found;
}

async function hiddenWork(
  { name, executionArn }: ListedExecution,
  recordings: readonly RecordingIds[],
  { describe }: Pick<ExecutionPorts, 'describe'>,
): Promise<RecordingIds | undefined> {
  if (!mayHide(name, recordings)) return undefined;
  const worked = recordingsOf((await describe(executionArn))?.input);
  return recordings.find((recording) => worked.some((each) => isSameRecording(each, recording)));
}

/** Whether a name tells nothing of what the execution works on. */
export const hidesItsRecording = (name: string): boolean =>
  recordingIdsOfName(name) === undefined || isMadeUpName(name);

/** Whether an execution may work on one of the recordings although its name does not tell. */
function mayHide(name: string, recordings: readonly RecordingIds[]): boolean {
  const ids = recordingIdsOfName(name);
  if (ids === undefined || hidesItsRecording(name)) return true;
  // Two words that somebody has made up read as ids, too; seldom as long as these.
  if (!recordings.some((recording) => isAsLong(ids, recording))) return true;
  // What is joined is of one channel.
  return recordings.some(({ channelId }) => channelId === ids.channelId) && mayHideJoin(name);
}

const isAsLong = (one: RecordingIds, other: RecordingIds): boolean =>
  one.channelId.length === other.channelId.length && one.recordingId.length === other.recordingId.length;

const workedSchema = z.object({
  recording: z.object({ prefix: z.string() }),
  joinWith: z.optional(z.array(z.string())),
});

/** Recordings that an input names; none where it makes no sense, on which nothing works for long. */
function recordingsOf(input: string | undefined): RecordingIds[] {
  const parsed = workedSchema.safeParse(parseJson(input ?? ''));
  if (!parsed.success) return [];
  const prefixes = [parsed.data.recording.prefix, ...(parsed.data.joinWith ?? [])];
  return prefixes.flatMap((prefix) => parseRecordingPrefix(prefix) ?? []);
}
