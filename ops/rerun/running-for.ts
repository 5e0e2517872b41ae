/** What runs already for a recording or an export, so that it is not made twice. */
import {
  isExecutionOfExportOrClip,
  isRunOfRecording,
  isSameRecording,
  type RecordingIds,
} from '../../lambdas/shared/contract/execution-name.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import type { MachinesByName, RecordingMachine } from '../executions/machine-arns.ts';
import { hidesItsRecording, runningExecutions } from '../executions/running-work.ts';
import { type Subject, subjectOf } from './subject.ts';

/** An execution that runs. */
export interface RunningExecution {
  readonly machine: RecordingMachine;
  readonly name: string;
  /** What it is for, where its name does not tell; known of no other. */
  readonly subject: Subject | undefined;
}

/** Lists them; nobody can ask of a thousand what each is for, so that only those are asked whose names hide it. */
export async function listRunning(
  machines: MachinesByName,
  ports: Pick<ExecutionPorts, 'list' | 'describe'>,
): Promise<RunningExecution[]> {
  const listed: RunningExecution[] = [];
  for (const machine of ['process-recording', 'export-recording'] as const)
    for (const { name, executionArn } of await runningExecutions(ports, [machines[machine]])) {
      const input = hidesItsRecording(name) ? (await ports.describe(executionArn))?.input : undefined;
      listed.push({ machine, name, subject: subjectOf({ machine }, input) });
    }
  return listed;
}

/** Whether an execution is for the same. @param exportName derived; `undefined` for the recording itself */
export function isRunningFor(
  { machine, name, subject }: RunningExecution,
  ids: RecordingIds,
  exportName: string | undefined,
): boolean {
  if (machine !== (exportName === undefined ? 'process-recording' : 'export-recording')) return false;
  if (subject !== undefined) return isSameRecording(subject.location, ids) && subject.exportName === exportName;
  if (exportName === undefined) return isRunOfRecording(name, ids);
  return isExecutionOfExportOrClip(name, ids, exportName);
}
