/** What of a recording failed and what is held back, with the commands that mend it. */
import { executionConsoleUrl } from '../executions/execution-arn.ts';
import type { RecordingMachine } from '../executions/machine-arns.ts';
import { failureText } from '../follow/describe-ending.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { subjectOf } from '../rerun/subject.ts';
import type { RecordingDescription } from './describe-recording.ts';
import type { RecordingExecution } from './recording-executions.ts';

const release = 'rerun --held';

type Context = Pick<CommandContext, 'output' | 'programName'>;

/** Prints the failures that nothing has told yet, and what to do about each that still stands. */
export function printFailures(description: RecordingDescription, { output, programName }: Context): void {
  const { location, entry, exportRecordingArn } = description;
  const executions = description.executions.map((execution) => examine(execution, exportRecordingArn));
  const failed = executions.filter(({ status }) => ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status));
  const items = [entry?.recording, ...(entry?.exports ?? [])];
  // The failure that the catalog notes has been told.
  const told = new Set(items.map((item) => item?.failure?.run.executionArn));
  for (const execution of failed.filter(({ executionArn }) => !told.has(executionArn)))
    output.line(`${execution.name}: ${failureText(execution) || execution.status}`, 'bad');
  for (const execution of failed) {
    if (!told.has(execution.executionArn) && !isTheLast(execution, executions)) continue;
    const day = (execution.stopDate ?? execution.startDate).toISOString().slice(0, 10);
    const stopped = execution.status === 'ABORTED' ? ' --stopped' : '';
    const command = `${programName} rerun --failed ${nameOf(description)} --since ${day}${stopped}`;
    output.line(`To redrive ${execution.name}: ${command}, or ${executionConsoleUrl(execution.executionArn)}`);
    const isExport = execution.machine === 'export-recording';
    output.line(`To run it anew: ${isExport ? `${command} --anew` : `${programName} run ${location.prefix}`}`);
  }
}

/** Prints how what is held back is released, unless the hold's own message says so: older ones do not. */
export function printRelease(description: RecordingDescription, { output, programName }: Context): void {
  if (
    description.exports.some(({ attention, hold }) => attention === 'held' && hold?.message.includes(release) !== true)
  )
    output.line(`To release what is held: ${programName} ${release} ${nameOf(description)}`);
}

/** Whoever follows the advice has to be understood: an id is found by the catalog's item only. */
const nameOf = ({ location, entry }: RecordingDescription): string =>
  entry?.recording?.recording === undefined ? location.prefix : location.recordingId;

/** An execution, and what it was for. */
interface ExaminedExecution extends RecordingExecution {
  readonly machine: RecordingMachine;
  /** The same for all that were for the same; `undefined` when nobody can tell. */
  readonly key: string | undefined;
}

function examine(execution: RecordingExecution, exportRecordingArn: string): ExaminedExecution {
  const machine = execution.stateMachineArn === exportRecordingArn ? 'export-recording' : 'process-recording';
  return { ...execution, machine, key: subjectOf({ machine }, execution.input)?.key };
}

/** Whether no execution for the same came later; where nobody can tell what it was for, others may have healed it. */
const isTheLast = ({ startDate, machine, key }: ExaminedExecution, executions: readonly ExaminedExecution[]): boolean =>
  !executions.some(
    (other) => other.startDate > startDate && other.machine === machine && (key === undefined || other.key === key),
  );
