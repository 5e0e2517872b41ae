import type { NotifiedRecording } from '../contract/notification.ts';
import type { RecordingLocation } from '../contract/recording-location.ts';
import type { RecordingMetadata } from '../contract/recording-metadata.ts';
import type { ServedRecording } from './served-recording.ts';

/** What every message says of a recording whose metadata file was read. */
export function notifiedRecording(
  recording: ServedRecording,
  metadata: RecordingMetadata,
  channelName: string | undefined,
) {
  return {
    channelId: recording.channelId,
    channelArn: metadata.channel_arn,
    // IVS sends an empty name for a channel that has none.
    ...(channelName ? { channelName } : {}),
    recordingId: recording.recordingId,
    bucket: recording.bucket,
    prefix: recording.prefix,
    startedAt: inUtc(metadata.recording_started_at),
    endedAt: inUtc(metadata.recording_ended_at),
  } satisfies NotifiedRecording;
}

/** The catalog sorts times as text, so all are in UTC; IVS's own stay as they are. */
function inUtc(time: string): string {
  return time.endsWith('Z') ? time : new Date(time).toISOString();
}

/** Day of the start for the catalog's index: by the prefix, since a failure report may know no more. */
export const dayOf = ({ startMinute }: RecordingLocation): string => startMinute.slice(0, 10);
