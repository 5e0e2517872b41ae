/** What a failure changes in the catalog. */
import { type CatalogUpdate, exportSortKey, type Run, recordingSortKey } from '../shared/contract/catalog.ts';
import { saysUnplayable } from '../shared/contract/errors.ts';
import type { NotifiedError, NotifiedRecording } from '../shared/contract/notification.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';
import { dayOf } from '../shared/recording/notified-recording.ts';

/** A failure, ready to be written. */
export interface Failure {
  readonly location: RecordingLocation;
  readonly recording: NotifiedRecording;
  readonly error: NotifiedError;
  /** When the execution ended, RFC 3339 with milliseconds. */
  readonly asOf: string;
  readonly run: Run;
}

/**
 * The recording's item when process-recording failed. Only a verdict on the recording itself takes the playback back; a
 * fault of the machinery leaves what viewers can play and asks somebody to look.
 */
export function recordingFailureUpdate(failure: Failure): CatalogUpdate {
  const { location, recording } = failure;
  const isUnplayable = saysUnplayable(failure.error.name);
  const status = { status: 'failed' };
  const { bucket, prefix, channelName } = recording;
  return {
    key: { channelId: location.channelId, recordingKey: recordingSortKey(location) },
    asOf: failure.asOf,
    run: failure.run,
    set: { type: 'recording', ...attentionFor(failure), ...(isUnplayable ? status : {}) },
    setIfAbsent: {
      ...identityOf(location),
      recording: { bucket, prefix, channelName },
      ...(isUnplayable ? {} : status),
    },
    remove: isUnplayable ? ['playback'] : [],
  };
}

/** The state of export-recording that runs when the file is verified and registered. */
export const stateAfterRegistering = 'AnnounceExport';

/**
 * The export's own item when export-recording failed. An earlier `export` stays in it: a job that never wrote leaves the
 * earlier file whole. But the status is failed, since nobody knows whether it did write. Only when nothing but the
 * announcement failed is the file known to be good, and the status stays.
 */
export function exportFailureUpdate(failure: Failure, exportName: string): CatalogUpdate {
  const { location, error } = failure;
  const status = { status: 'failed' };
  const isRegistered = error.state === stateAfterRegistering;
  return {
    key: { channelId: location.channelId, recordingKey: exportSortKey(location, exportName) },
    asOf: failure.asOf,
    run: failure.run,
    set: { type: 'export', exportName, ...attentionFor(failure), ...(isRegistered ? {} : status) },
    setIfAbsent: { ...identityOf(location), ...(isRegistered ? status : {}) },
    remove: [],
  };
}

/**
 * The item after a redrive that succeeded: what had failed is over. A redrive does not enter again the state that
 * registered the recording or export, so nobody else would say so.
 */
export function recoveryUpdate(
  { location, asOf, run }: Omit<Failure, 'error' | 'recording'>,
  exportName?: string,
): CatalogUpdate {
  const sortKey = exportName === undefined ? recordingSortKey(location) : exportSortKey(location, exportName);
  return {
    key: { channelId: location.channelId, recordingKey: sortKey },
    asOf,
    run,
    set: {},
    setIfAbsent: {},
    remove: ['failure', 'attention'],
  };
}

const attentionFor = ({ error, asOf, run }: Failure) => ({
  failure: { ...error, at: asOf, run },
  attention: 'failed',
});

const identityOf = (location: RecordingLocation) => ({
  recordingId: location.recordingId,
  // The second is not known, and a time without one is no RFC 3339 and sorts behind those that have it.
  startedAt: location.startMinute.replace('Z', ':00Z'),
  day: dayOf(location),
});
