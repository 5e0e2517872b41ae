/**
 * Names of executions. The name is the lock: StartExecution refuses a second one of the same name, so an IVS event, an
 * S3 notification and any duplicate of either collapse to one run (docs/adr/0003).
 *
 * At most 80 characters of a set without `/` and `:`.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
import { createHash } from 'node:crypto';

/** The ids that a name begins with. */
export interface RecordingIds {
  readonly channelId: string;
  readonly recordingId: string;
}

/** Whether two are the ids of one recording. */
export const isSameRecording = (one: RecordingIds, other: RecordingIds): boolean =>
  one.channelId === other.channelId && one.recordingId === other.recordingId;

/** Name of the one automatic run of a recording. */
export const recordingExecutionName = ({ channelId, recordingId }: RecordingIds): string =>
  `${channelId}-${recordingId}`;

/** Name of the n-th automatic run after one that failed and cannot be redriven. */
export const revivedExecutionName = (ids: RecordingIds, attempt: number): string =>
  `${recordingExecutionName(ids)}-r${attempt}`;

/** Name of a deliberate run, never swallowed by the lock: `…-op-20260623T201241` plus milliseconds. */
export const operatorExecutionName = (ids: RecordingIds, now: Date): string =>
  `${recordingExecutionName(ids)}-op-${now.toISOString().replaceAll(/[-:.Z]/g, '')}`;

/**
 * Name of the n-th run of a recording by a backfill. A number and not a time: two backfills at once that see the same
 * earlier runs come to the same name, and the name is the lock.
 */
export const backfillExecutionName = (ids: RecordingIds, count: number): string =>
  `${recordingExecutionName(ids)}-bf${count}`;

/** Which run of a backfill the name is, from 1; `undefined` for any other name. */
export function backfillCountOf(executionName: string): number | undefined {
  const [, count] = /^[^-]+-[^-]+-bf([1-9]\d*)$/.exec(executionName) ?? [];
  return count === undefined ? undefined : Number(count);
}

/**
 * The ids in the name of an execution of `process-recording` or `export-recording`; `undefined` when it has none. A name
 * that the console made up may look as if it had some.
 */
export function recordingIdsOfName(executionName: string): RecordingIds | undefined {
  const [, channelId, recordingId] = /^([A-Za-z0-9]{1,20})-([A-Za-z0-9]{1,20})(?:-|$)/.exec(executionName) ?? [];
  return channelId === undefined || recordingId === undefined ? undefined : { channelId, recordingId };
}

/**
 * Whether an execution of this name is a run of the recording itself, whoever started it: the automatic one, one after
 * it, a backfill's or an operator's. Names that somebody made up are not known.
 */
export function isRunOfRecording(executionName: string, ids: RecordingIds): boolean {
  const stem = recordingExecutionName(ids);
  return executionName.startsWith(stem) && /^(-(r\d|bf\d+|op-\d{8}T\d{9}))?$/.test(executionName.slice(stem.length));
}

/**
 * Name of the execution that makes one export. A redriven parent meets the child it started before; a new execution of
 * the parent (any other name) gets children of its own, so that a failed export is not mistaken for one under way.
 *
 * @param exportName Derived: `exportNameOf`.
 */
export function exportExecutionName(ids: RecordingIds, exportName: string, parentExecutionName: string): string {
  const canonical = canonicalExportName(ids, exportName);
  if (parentExecutionName === recordingExecutionName(ids)) return canonical;
  return `${canonical}-${digestOf(parentExecutionName)}`;
}

/**
 * Whether an execution of this name may make the export: it has the name of {@link exportExecutionName}, whatever its
 * parent's was. Names that somebody made up are not known.
 */
export function isExecutionOfExport(executionName: string, ids: RecordingIds, exportName: string): boolean {
  const canonical = canonicalExportName(ids, exportName);
  const rest = executionName.startsWith(canonical) ? executionName.slice(canonical.length) : undefined;
  return rest === '' || /^-[0-9a-f]{8}$/.test(rest ?? ' ');
}

/** Whether an execution of this name may make the export or a clip of it: see `isNameOrClipOf` of export names. */
export const isExecutionOfExportOrClip = (executionName: string, ids: RecordingIds, exportName: string): boolean =>
  isExecutionOfExport(executionName, ids, exportName) ||
  executionName.startsWith(`${recordingExecutionName(ids)}-${exportName}-clip`);

/**
 * Whether an execution of this name may work on more recordings than its ids tell, which are the first one's: it has the
 * name of a join, or one so long that it may have been cut, and have lost that it is a join's.
 */
export const mayHideJoin = (executionName: string): boolean =>
  /-join\d/.test(executionName) || executionName.length >= cutLength;

/** Where the console shows an execution. */
export const executionConsoleUrl = (region: string, executionArn: string): string =>
  `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;

/** Where the console lists state machines, from where executions are searched for by name: it names no account. */
export const stateMachinesConsoleUrl = (region: string): string =>
  `https://${region}.console.aws.amazon.com/states/home?region=${region}#/statemachines`;

/** Step Functions' limit. */
const maxLength = 80;
const digestLength = 8;
/** A name that is cut is so long, and leaves room for a parent's digest; whatever is shorter is whole. */
const cutLength = maxLength - digestLength - 1;

/** The name of a clip of a join is long: what does not fit beside the ids and a parent's digest is cut, with one of its own. */
function canonicalExportName(ids: RecordingIds, exportName: string): string {
  const stem = `${recordingExecutionName(ids)}-`;
  const room = cutLength - stem.length;
  if (exportName.length <= room) return `${stem}${exportName}`;
  return `${stem}${exportName.slice(0, room - digestLength - 1)}-${digestOf(exportName)}`;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, digestLength);
