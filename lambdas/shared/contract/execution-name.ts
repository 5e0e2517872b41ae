/**
 * Names of executions. The name is the lock: StartExecution refuses a second one of the same name, so an IVS event, an
 * S3 notification and any duplicate of either collapse to one run (docs/adr/0003).
 *
 * At most 80 characters of a set without `/` and `:`.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
import { createHash } from 'node:crypto';

interface RecordingIds {
  readonly channelId: string;
  readonly recordingId: string;
}

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
 * Name of the execution that makes one export. A redriven parent meets the child it started before; a new execution of
 * the parent (any other name) gets children of its own, so that a failed export is not mistaken for one under way.
 */
export function exportExecutionName(ids: RecordingIds, exportName: string, parentExecutionName: string): string {
  const canonical = `${recordingExecutionName(ids)}-${exportName}`;
  if (parentExecutionName === recordingExecutionName(ids)) return canonical;
  return `${canonical}-${createHash('sha256').update(parentExecutionName).digest('hex').slice(0, 8)}`;
}
