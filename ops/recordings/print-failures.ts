/** What of a recording failed and what is held back, with the commands that mend it. */
import { executionConsoleUrl } from '../executions/execution-arn.ts';
import { failureText } from '../follow/describe-ending.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { subjectOf } from '../rerun/subject.ts';
import type { RecordingDescription } from './describe-recording.ts';
import type { RecordingExecution } from './recording-executions.ts';

const release = 'rerun --held';

type Context = Pick<CommandContext, 'output' | 'programName'>;

/** Prints the failures that nothing has told yet, and what to do about each that still stands. */
export function printFailures(description: RecordingDescription, { output, programName }: Context): void {
  const { location, entry, executions } = description;
  const failed = executions.filter(({ status }) => ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status));
  const items = [entry?.recording, ...(entry?.exports ?? [])];
  // The failure that the catalog notes has been told.
  const told = new Set(items.map((item) => item?.failure?.run.executionArn));
  for (const execution of failed.filter(({ executionArn }) => !told.has(executionArn)))
    output.line(`${execution.name}: ${failureText(execution) || execution.status}`, 'bad');
  for (const execution of failed) {
    if (!told.has(execution.executionArn) && !isTheLast(execution, description)) continue;
    const day = (execution.stopDate ?? execution.startDate).toISOString().slice(0, 10);
    const stopped = execution.status === 'ABORTED' ? ' --stopped' : '';
    const command = `${programName} rerun --failed ${nameOf(description)} --since ${day}${stopped}`;
    output.line(`To redrive ${execution.name}: ${command}, or ${executionConsoleUrl(execution.executionArn)}`);
    const isExport = machineOf(execution, description) === 'export-recording';
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

const machineOf = ({ stateMachineArn }: RecordingExecution, { exportRecordingArn }: RecordingDescription) =>
  stateMachineArn === exportRecordingArn ? 'export-recording' : 'process-recording';

/** Whether no execution for the same came later; where nobody can tell what it was for, others may have healed it. */
function isTheLast(execution: RecordingExecution, description: RecordingDescription): boolean {
  const keyOf = (each: RecordingExecution): string | undefined =>
    subjectOf({ machine: machineOf(each, description) }, each.input)?.key;
  const key = keyOf(execution);
  return !description.executions.some(
    (other) =>
      other.startDate > execution.startDate &&
      machineOf(other, description) === machineOf(execution, description) &&
      (key === undefined || keyOf(other) === key),
  );
}
