/** What is to be done about failed executions: redriven, started anew, or left alone. */
import { exportExecutionName, operatorExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import { isNameOrClipOf } from '../../lambdas/shared/contract/export-name.ts';
import type { RecordingItem } from '../catalog/recording-items.ts';
import type { DescribedExecution } from '../executions/execution-ports.ts';
import type { Decision } from './carry-out.ts';
import type { FailedExecution } from './find-failures.ts';
import { isRunningFor, type RunningExecution } from './running-for.ts';
import type { Subject } from './subject.ts';

/** What is known of a failed execution. */
export interface ExaminedFailure {
  readonly execution: FailedExecution;
  readonly described: DescribedExecution;
  /** `undefined` when its input makes no sense, or may not be read. */
  readonly subject: Subject | undefined;
  /** Of the recording. */
  readonly items: readonly RecordingItem[];
}

/** What the plan is made by. */
export interface RerunWish {
  /** Start anew also what could be redriven: a redrive runs the definition and the code of its first start. */
  readonly isAnew: boolean;
  /** Also what somebody stopped. */
  readonly areStoppedMeant: boolean;
  readonly now: Date;
}

/**
 * Decides about each; of several executions for the same, only the newest is worth anything.
 *
 * @param failures the latest first
 */
export function decideReruns(
  failures: readonly ExaminedFailure[],
  running: readonly RunningExecution[],
  wish: RerunWish,
): { readonly failure: ExaminedFailure; readonly decision: Decision }[] {
  const newest = new Set<string>();
  return failures.map((failure) => {
    const key = failure.subject && `${failure.execution.machine}#${failure.subject.key}`;
    const isOlder = key !== undefined && newest.has(key);
    if (key !== undefined) newest.add(key);
    const decision: Decision = isOlder
      ? { action: 'leave', because: 'a later execution for the same failed, too' }
      : decide(failure, running, wish);
    return { failure, decision };
  });
}

function decide(failure: ExaminedFailure, running: readonly RunningExecution[], wish: RerunWish): Decision {
  const { execution, described, subject } = failure;
  if (described.status === 'RUNNING' || described.status === 'SUCCEEDED')
    return { action: 'leave', because: described.status === 'RUNNING' ? 'runs again' : 'has succeeded since' };
  if (execution.status === 'ABORTED' && !wish.areStoppedMeant)
    return { action: 'leave', because: 'somebody stopped it; --stopped means those, too' };
  if (hasSucceededSince(failure)) return { action: 'leave', because: 'has succeeded since' };
  const other = running.find((each) => isForSame(each, failure));
  if (other !== undefined) return { action: 'leave', because: `${other.name} runs` };
  if (described.redriveStatus === 'REDRIVABLE' && !wish.isAnew) return { action: 'redrive' };
  const because = wish.isAnew ? 'as --anew asks' : (described.redriveStatusReason ?? 'it can no longer be redriven');
  if (subject === undefined)
    return { action: 'leave', because: `its input names no recording, and a redrive is not possible: ${because}` };
  return { action: 'start', ...newExecution(execution, subject, wish.now), because };
}

/** By the item of the catalog: written later than the failure, and calling for no attention. */
function hasSucceededSince({ execution, subject, items }: ExaminedFailure): boolean {
  const item = items.find(
    ({ type, exportName }) =>
      type === (execution.machine === 'process-recording' ? 'recording' : 'export') && isItemOf(exportName, subject),
  );
  if (item === undefined || item.attention !== undefined || item.status === 'failed') return false;
  return Date.parse(item.asOf ?? '') > execution.stopDate.getTime();
}

function isItemOf(itemName: string | undefined, subject: Subject | undefined): boolean {
  const wanted = subject?.exportName;
  return itemName === undefined || wanted === undefined ? itemName === wanted : isNameOrClipOf(itemName, wanted);
}

/** Of an export whose name nobody told, nobody can tell either whether it runs. */
function isForSame(running: RunningExecution, { execution, subject }: ExaminedFailure): boolean {
  if (subject === undefined) return false;
  const { location, exportName } = subject;
  const isExport = execution.machine === 'export-recording';
  return (!isExport || exportName !== undefined) && isRunningFor(running, location, exportName);
}

const startedBy = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

/** Name and input of an execution for the same as an earlier one, as an operator's. */
export function newExecution(
  { machine }: Pick<FailedExecution, 'machine'>,
  { location, exportName, input }: Subject,
  now: Date,
) {
  const name = operatorExecutionName(location, now);
  return {
    name: machine === 'process-recording' ? name : exportExecutionName(location, exportName ?? 'default', name),
    // The parent by which the console links was another execution's.
    input: { ...input, [startedBy]: undefined, source: { ...input.source, type: 'operator' } },
  };
}
