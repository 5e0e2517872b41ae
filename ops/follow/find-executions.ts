/** Finds the executions that somebody wants to follow. */

import { executionArnOf } from '../../lambdas/shared/adapters/state-machine.ts';
import { recordingExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import { isExecutionArn } from '../executions/execution-arn.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import type { MachineArns } from '../executions/machine-arns.ts';
import { runningWorkOn } from '../executions/running-work.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';

/** Ids by which executions of a recording are known. */
export interface MeantRecording {
  readonly channelId: string;
  readonly recordingId: string;
}

/** Where to look. */
export interface FindExecutionsPorts extends Pick<ExecutionPorts, 'list' | 'describe'> {
  machines(): Promise<MachineArns>;
  /** The recording of that name. @throws UsageError, OperationRefusedError */
  findRecording(typed: string): Promise<MeantRecording>;
  /** ARNs of the executions that wrote the recording's item and those of its exports last. */
  lastRuns(recording: MeantRecording): Promise<readonly string[]>;
}

const executionNamePattern = /^[A-Za-z0-9_]{1,80}-[A-Za-z0-9_-]{1,79}$/;

/**
 * ARNs of the executions that a text means: an ARN, a name, or a recording, of which what runs is meant, or else what
 * ran last.
 *
 * @throws OperationRefusedError when there is none, UsageError
 */
export async function findExecutions(typed: string, ports: FindExecutionsPorts): Promise<readonly string[]> {
  if (isExecutionArn(typed)) return [typed];
  const machines = await ports.machines();
  if (executionNamePattern.test(typed)) return [await findByName(typed, machines, ports)];
  return findOfRecording(typed, await ports.findRecording(typed), machines, ports);
}

async function findByName(
  name: string,
  { processRecordingArn, exportRecordingArn, backfillRecordingsArn }: MachineArns,
  { describe }: Pick<ExecutionPorts, 'describe'>,
): Promise<string> {
  for (const machine of [processRecordingArn, exportRecordingArn, backfillRecordingsArn]) {
    const executionArn = executionArnOf(machine, name);
    if ((await describe(executionArn)) !== undefined) return executionArn;
  }
  throw new OperationRefusedError(
    `No state machine of this deployment has an execution ${name}. Step Functions forgets one 90 days after its end.`,
  );
}

async function findOfRecording(
  typed: string,
  recording: MeantRecording,
  machines: MachineArns,
  ports: FindExecutionsPorts,
): Promise<readonly string[]> {
  const running = await runningWorkOn([recording], machines, ports);
  if (running.length > 0) return running.map(({ execution }) => execution.executionArn);
  const first = executionArnOf(machines.processRecordingArn, recordingExecutionName(recording));
  for (const candidates of [await ports.lastRuns(recording), [first]]) {
    const known = await Promise.all(candidates.map(async (arn) => ((await ports.describe(arn)) ? [arn] : [])));
    if (known.flat().length > 0) return known.flat();
  }
  throw new OperationRefusedError(`Nothing has run for ${typed}.`);
}
