/** An event that IVS sent about a recording, and what became of the recording. */
import { type IvsRecordingEvent, ivsRecordingEventSchema } from '../../lambdas/shared/contract/events.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';

/**
 * `in-catalog`: there is an item of it, whatever its status. `not-in-catalog`: it ended, and there is none.
 * `ended`: it began, and its end stands among these events. `not-ended`: it began, and nothing more is known of it.
 * `never-recorded`: IVS could not begin.
 */
export type Outcome = 'in-catalog' | 'not-in-catalog' | 'ended' | 'not-ended' | 'never-recorded';

/** See the file's comment. */
export interface RecordingEvent {
  readonly eventId: string;
  /** RFC 3339. */
  readonly time: string;
  readonly channelId: string;
  readonly channelName: string | undefined;
  /** Such as `Recording End`. */
  readonly status: IvsRecordingEvent['detail']['recording_status'];
  readonly reason: string | undefined;
  /** Of what ended: of a start IVS tells 0. */
  readonly durationMs: number | undefined;
  readonly streamIds: readonly string[];
  readonly bucket: string;
  /** Empty where nothing was recorded. */
  readonly prefix: string;
  /** What the prefix says; absent when it is none of IVS's. */
  readonly location: RecordingLocation | undefined;
}

/** Reads a log event's message; `undefined` when it is none of IVS's recording events. */
export function readRecordingEvent(message: string): RecordingEvent | undefined {
  const parsed = ivsRecordingEventSchema.safeParse(parseJson(message));
  if (!parsed.success) return undefined;
  const { id, time, resources, detail } = parsed.data;
  const prefix = detail.recording_s3_key_prefix;
  const location = parseRecordingPrefix(prefix);
  const streams = [detail.stream_id, ...(detail.recording_session_stream_ids ?? [])];
  return {
    eventId: id,
    time,
    channelId: /channel\/([A-Za-z0-9]+)$/.exec(resources[0] ?? '')?.[1] ?? location?.channelId ?? '',
    channelName: detail.channel_name || undefined,
    status: detail.recording_status,
    reason: detail.recording_status_reason || undefined,
    durationMs: isEnd(detail.recording_status) ? detail.recording_duration_ms : undefined,
    streamIds: [...new Set(streams.flatMap((stream) => stream || []))],
    bucket: detail.recording_s3_bucket_name,
    prefix,
    location,
  };
}

/** Whether an event tells the end of a recording, be it that it failed. */
export const isEnd = (status: RecordingEvent['status']): boolean => status.startsWith('Recording End');

/** What became of an event's recording. @param endedPrefixes of the events that tell an end */
export function outcomeOf(
  { status, prefix }: RecordingEvent,
  isInCatalog: boolean,
  endedPrefixes: ReadonlySet<string>,
): Outcome {
  if (isInCatalog) return 'in-catalog';
  if (status === 'Recording Start Failure') return 'never-recorded';
  if (status !== 'Recording Start') return 'not-in-catalog';
  return endedPrefixes.has(prefix) ? 'ended' : 'not-ended';
}
