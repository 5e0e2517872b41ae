/** What a failure changes in the catalog. */
import { type ConditionalUpdate, exportSortKey, type Run, recordingSortKey } from '../shared/contract/catalog.ts';
import { saysUnplayable, saysUnusable } from '../shared/contract/errors.ts';
import type { NotifiedError, NotifiedRecording } from '../shared/contract/notification.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';
import { dayOf } from '../shared/recording/notified-recording.ts';

/** A failure, ready to be written. */
export interface Failure {
  readonly location: RecordingLocation;
  readonly recording: NotifiedRecording;
  readonly error: NotifiedError;
  /**
   * When the state that failed looked at the recording or file, RFC 3339 with milliseconds: a verdict is as old as that.
   * Between the look and the end of the execution a newer run may have found something else.
   */
  readonly lookedAt: string;
  /** When the execution ended, RFC 3339 with milliseconds. */
  readonly asOf: string;
  readonly run: Run;
}

/**
 * What the failure of process-recording changes in the recording's item, in the order to write it. Only a verdict on the
 * recording itself takes the playback back; a fault of the machinery leaves what viewers can play and asks somebody to
 * look. A verdict is also written by itself, since it has a clock of its own: it holds although something newer was
 * reported of an execution, and does not when a newer run has judged otherwise.
 */
export function recordingFailureUpdates(failure: Failure): ConditionalUpdate[] {
  const { location, recording, lookedAt, asOf, run } = failure;
  const { bucket, prefix, channelName } = recording;
  const key = { channelId: location.channelId, recordingKey: recordingSortKey(location) };
  const attention = attentionFor(failure);
  const known = { ...identityOf(location), recording: { bucket, prefix, channelName }, status: 'failed' };
  const report = { key, asOf, run, set: { type: 'recording', ...attention }, setIfAbsent: known, remove: [] };
  if (!saysUnplayable(failure.error.name)) return [report];
  const set = { status: 'failed' };
  return [report, { key, judgedAt: lookedAt, set, setIfAbsent: attention, remove: ['playback', 'access', 'findings'] }];
}

/** The states of export-recording that run when the file is verified. */
export const statesAfterVerifying: readonly string[] = ['RegisterExport', 'AnnounceExport'];

/** The states of export-recording that run when the export is held back. */
export const statesOfHolding: readonly string[] = ['RegisterHold', 'AnnounceHold'];

/**
 * What the failure of export-recording changes in the export's own item, in the order to write it. An earlier `export`
 * stays in it: a job that never wrote leaves the earlier file whole. But the status is failed, since nobody knows whether
 * it did write. Only when the file had been verified is it known to be good, and only when the export is held back is it
 * known that nothing was made: then the status stays. That the file was found bad is also written by itself, since it has
 * a clock of its own: a good file that was verified before is not the one that is there.
 */
export function exportFailureUpdates(failure: Failure, exportName: string): ConditionalUpdate[] {
  const { location, error, lookedAt, asOf, run } = failure;
  const key = { channelId: location.channelId, recordingKey: exportSortKey(location, exportName) };
  const status = { status: 'failed' };
  const attention = attentionFor(failure);
  const isVerdict = saysUnusable(error.name);
  const isFileKept = [...statesAfterVerifying, ...statesOfHolding].includes(error.state ?? '');
  const leavesStatus = isVerdict || isFileKept;
  const set = { type: 'export', exportName, ...attention, ...(leavesStatus ? {} : status) };
  const setIfAbsent = { ...identityOf(location), ...(leavesStatus ? status : {}) };
  const report = { key, asOf, run, set, setIfAbsent, remove: [] };
  if (!isVerdict) return [report];
  return [report, { key, verifiedAt: lookedAt, set: status, setIfAbsent: attention, remove: [] }];
}

/**
 * What a redrive that succeeded changes, in the order to write it: its end is noted, so that a report on what failed
 * before comes too late, and what had failed is over. A redrive does not enter again the state that registered the
 * recording or export, so nobody else would say so. A newer verdict stands, since the redrive has not judged anew. An
 * export that is held waits for somebody to release it, as it did before the failure.
 */
export function recoveryUpdates(
  { location, asOf, run }: Omit<Failure, 'error' | 'recording' | 'lookedAt'>,
  exportName?: string,
): ConditionalUpdate[] {
  const recordingKey = exportName === undefined ? recordingSortKey(location) : exportSortKey(location, exportName);
  const unchanged = { key: { channelId: location.channelId, recordingKey }, set: {}, setIfAbsent: {} };
  return [
    { ...unchanged, asOf, run, remove: [] },
    { ...unchanged, healedAt: asOf, remove: ['failure', 'attention'] },
    ...(exportName === undefined
      ? []
      : [{ ...unchanged, healedAt: asOf, whileHeld: true, set: { attention: 'held' }, remove: ['failure'] } as const]),
  ];
}

const attentionFor = ({ error, asOf, run }: Failure) => ({
  failure: { ...error, at: asOf, run, announced: false },
  attention: 'failed',
});

const identityOf = (location: RecordingLocation) => ({
  recordingId: location.recordingId,
  // The second is not known, and a time without one is no RFC 3339 and sorts behind those that have it.
  startedAt: location.startMinute.replace('Z', ':00Z'),
  day: dayOf(location),
});
