/** Reports that IVS could not begin to record. There is no recording, so there is nothing to write into the catalog. */
import { EventUnreadableError } from '../shared/contract/errors.ts';
import type { IvsRecordingEvent } from '../shared/contract/events.ts';
import { type Notification, notificationId, notificationSchemaVersion } from '../shared/contract/notification.ts';

/** Names and reasons of IVS have some twenty; of anything longer a reader needs the beginning. */
const mostCharacters = 500;

/**
 * Makes the message about a stream that is not recorded; its id is the same for every copy of the event.
 *
 * @throws {@link EventUnreadableError} when the event is about something else, or names no channel or stream.
 */
export function makeStartFailureNotification(event: IvsRecordingEvent, now: Date): Notification {
  const { channel_name: channelName, stream_id: streamId, ...detail } = event.detail;
  const channelArn = event.resources[0];
  // The documents show a malformed ARN in one of these events; the channel's id is all that is needed of it.
  const channelId = channelArn?.match(/channel\/([A-Za-z0-9]+)/)?.[1];
  if (detail.recording_status !== 'Recording Start Failure' || channelId === undefined || !streamId) {
    throw new EventUnreadableError(
      `Expected a "Recording Start Failure" with the channel's ARN in resources and a stream_id; found "${detail.recording_status}", ${channelArn ?? 'no ARN'} and ${streamId || 'no stream_id'}`,
    );
  }
  const reason = (detail.recording_status_reason || 'no reason given').slice(0, mostCharacters);
  const of = `stream ${streamId.slice(0, mostCharacters)} of channel ${channelId.slice(0, mostCharacters)}`;
  return {
    schemaVersion: notificationSchemaVersion,
    id: notificationId(channelId, 'recording.start.failed', streamId),
    type: 'recording.start.failed',
    time: now.toISOString(),
    recording: { channelId, channelArn, channelName: channelName || undefined, streamId },
    error: {
      name: detail.recording_status_reason ? reason : 'RecordingStartFailure',
      message: `IVS could not begin to record ${of} (${reason}); nothing of it is recorded. Check the channel's recording configuration and its bucket.`,
      redrivable: false,
    },
  };
}
