/** What is to be done about failed executions: redriven, started anew, or left alone. */
import { executionInputSchema, exportInputSchema } from '../../lambdas/shared/contract/execution-input.ts';
import { exportExecutionName, operatorExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import { askedNameOf, exportNameOf } from '../../lambdas/shared/contract/export-name.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';
import type { DescribedExecution, ListedExecution } from '../executions/execution-ports.ts';
import type { RecordingItem } from '../executions/recording-items.ts';
import type { FailedExecution } from './find-failures.ts';

/** What an execution was for. */
export interface Subject {
  readonly location: RecordingLocation;
  /** Derived name of the export; `undefined` for the recording itself, and for an export whose name is not told. */
  readonly exportName: string | undefined;
  /** The same for all executions that are for the same. */
  readonly key: string;
  /** What it was started with. */
  readonly input: { readonly source?: object | undefined };
}

/** What is known of a failed execution. */
export interface ExaminedFailure {
  readonly execution: FailedExecution;
  readonly described: DescribedExecution;
  /** `undefined` when its input makes no sense, or may not be read. */
  readonly subject: Subject | undefined;
  /** Of the recording. */
  readonly items: readonly RecordingItem[];
}

/** See the file's comment. */
export type Decision =
  | { readonly action: 'redrive' }
  | { readonly action: 'start'; readonly name: string; readonly input: object; readonly because: string }
  | { readonly action: 'leave'; readonly because: string };

/** Reads what an execution was for out of its input. */
export function subjectOf(
  { machine }: Pick<FailedExecution, 'machine'>,
  input: string | undefined,
): Subject | undefined {
  const raw = parseJson(input);
  const schema = machine === 'process-recording' ? executionInputSchema : exportInputSchema;
  const parsed = schema.safeParse(raw);
  const location = parsed.success ? parseRecordingPrefix(parsed.data.recording.prefix) : undefined;
  if (!parsed.success || location === undefined) return undefined;
  if (machine === 'process-recording')
    return { location, exportName: undefined, key: location.prefix, input: parsed.data };
  const wanted = exportInputSchema.parse(raw);
  const key = [location.prefix, JSON.stringify([wanted.export ?? null, wanted.joinWith ?? []])].join('#');
  if (wanted.export === undefined) return { location, exportName: undefined, key, input: wanted };
  const clip = typeof wanted.export === 'object' ? wanted.export.clip : undefined;
  const exportName = exportNameOf({ name: askedNameOf(wanted.export), clip }, wanted.joinWith);
  return { location, exportName, key, input: wanted };
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
  running: readonly ListedExecution[],
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

function decide(failure: ExaminedFailure, running: readonly ListedExecution[], wish: RerunWish): Decision {
  const { execution, described, subject } = failure;
  if (described.status === 'RUNNING' || described.status === 'SUCCEEDED')
    return { action: 'leave', because: described.status === 'RUNNING' ? 'runs again' : 'has succeeded since' };
  if (execution.status === 'ABORTED' && !wish.areStoppedMeant)
    return { action: 'leave', because: 'somebody stopped it; --stopped means those, too' };
  if (hasSucceededSince(failure)) return { action: 'leave', because: 'has succeeded since' };
  const other = running.find(({ name }) => isForSame(name, failure));
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

/** A profile may be a clip, whose name tells the times. */
function isItemOf(itemName: string | undefined, subject: Subject | undefined): boolean {
  const wanted = subject?.exportName;
  return itemName === wanted || (wanted !== undefined && itemName?.startsWith(`${wanted}-clip`) === true);
}

/** By its name: nobody can ask of a thousand running executions what each is for. */
function isForSame(name: string, { execution, subject }: ExaminedFailure): boolean {
  if (subject === undefined) return false;
  const { channelId, recordingId } = subject.location;
  const stem = `${channelId}-${recordingId}`;
  const exportStem = subject.exportName === undefined ? undefined : `${stem}-${subject.exportName}`;
  if (execution.machine === 'process-recording')
    return name === stem || new RegExp(`^${stem}-(r\\d|bf\\d+|op-\\d{8}T\\d{9})$`).test(name);
  return exportStem !== undefined && (name === exportStem || name.startsWith(`${exportStem}-`));
}

const startedBy = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

function newExecution({ machine }: FailedExecution, { location, exportName, input }: Subject, now: Date) {
  const name = operatorExecutionName(location, now);
  return {
    name: machine === 'process-recording' ? name : exportExecutionName(location, exportName ?? 'default', name),
    // The parent by which the console links was another execution's.
    input: { ...input, [startedBy]: undefined, source: { ...input.source, type: 'operator' } },
  };
}
