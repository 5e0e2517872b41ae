/** Turns what set start-processing off into the one execution input that everything after it understands. */
import type * as z from 'zod/mini';
import { EventUnreadableError } from '../shared/contract/errors.ts';
import {
  type IvsRecordingEvent,
  ivsRecordingEventSchema,
  type S3Notification,
  s3NotificationSchema,
} from '../shared/contract/events.ts';
import { type ExecutionInput, executionInputSchema, type Source } from '../shared/contract/execution-input.ts';
import { jsonExcerptOf } from '../shared/contract/json-text.ts';
import { recordingPrefixOfMetadataKey } from '../shared/contract/object-keys.ts';
import { parseWith } from '../shared/recording/schema-faults.ts';
import { s3TestEventSchema } from './schema.ts';

/** What an event asks for. */
export type Trigger =
  /** A recording ended: process it unless that was done. */
  | { readonly type: 'recording-ended'; readonly input: ExecutionInput }
  /** Somebody wants a run of their own. */
  | { readonly type: 'operator'; readonly input: ExecutionInput }
  | { readonly type: 'nothing'; readonly reason: string };

/** An event as it came, cut where it names several objects, so that a bad one does not hold up the others. */
export function splitEvent(event: unknown): unknown[] {
  if (!isObject(event) || !Array.isArray(event.Records) || event.Records.length < 2) return [event];
  return event.Records.map((record: unknown) => ({ ...event, Records: [record] }));
}

/**
 * Reads an IVS event, an S3 notification of one object, or an execution's input.
 *
 * @throws {@link EventUnreadableError} with what does not fit and the beginning of the event.
 */
export function readTrigger(event: unknown): Trigger {
  if (s3TestEventSchema.safeParse(event).success) return { type: 'nothing', reason: "S3's test of the notification" };
  if (isObject(event) && 'Records' in event) return readNotification(parse(s3NotificationSchema, event), event);
  if (isObject(event) && 'detail-type' in event) return readIvsEvent(parse(ivsRecordingEventSchema, event), event);
  return readOperatorInput(parse(executionInputSchema, event));
}

function readIvsEvent({ id, time, detail }: IvsRecordingEvent, event: object): Trigger {
  if (detail.recording_status !== 'Recording End' && detail.recording_status !== 'Recording End Failure') {
    return { type: 'nothing', reason: `"${detail.recording_status}" is not the end of a recording` };
  }
  const source = {
    type: 'ivs-event',
    eventId: id,
    time,
    recordingStatus: detail.recording_status,
    recordingStatusReason: detail.recording_status_reason,
    channelName: detail.channel_name,
    sessionId: detail.recording_session_id,
    streamIds: streamIdsOf(detail),
    durationMs: detail.recording_duration_ms,
  };
  return makeTrigger(detail.recording_s3_bucket_name, detail.recording_s3_key_prefix, source, event);
}

/** The list is documented for `Recording End` only; else the event knows the last stream. */
function streamIdsOf({ recording_session_stream_ids: ids, stream_id: id }: IvsRecordingEvent['detail']) {
  const streamIds = (ids ?? [id ?? '']).filter((streamId) => streamId !== '');
  return streamIds.length === 0 ? undefined : streamIds;
}

function readNotification({ Records }: S3Notification, event: object): Trigger {
  const [record] = Records;
  if (record === undefined) throw unreadable('it names no object', event);
  if (!record.eventName.startsWith('ObjectCreated:')) {
    return { type: 'nothing', reason: `"${record.eventName}" does not create an object` };
  }
  const key = decodeKey(record.s3.object.key, event);
  const prefix = recordingPrefixOfMetadataKey(key);
  if (prefix === undefined) throw unreadable(`its key "${key}" is not that of a metadata file`, event);
  const source = { type: 's3-notification', eventId: record.s3.object.sequencer, time: record.eventTime };
  return makeTrigger(record.s3.bucket.name, prefix, source, event);
}

/** Keys in notifications are encoded like a form: a space is a plus sign. */
function decodeKey(key: string, event: object): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw unreadable(`its key "${key}" is not URL-encoded`, event, cause);
  }
}

function makeTrigger(bucket: string, prefix: string, source: object, event: object): Trigger {
  const told = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  return {
    type: 'recording-ended',
    input: parse(executionInputSchema, { recording: { bucket, prefix }, source: told }, event),
  };
}

const deliberateSources: readonly Source['type'][] = ['operator', 'backfill', 'reconciler'];

/** An input that was copied from an automatic run keeps what it knows, but somebody wants it now. */
function readOperatorInput(input: ExecutionInput): Trigger {
  const type = input.source?.type ?? 'operator';
  const source: Source = { ...input.source, type: deliberateSources.includes(type) ? type : 'operator' };
  return { type: 'operator', input: { ...input, source } };
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, event = value): z.output<Schema> {
  const parsed = parseWith(schema, value, 'the event');
  if ('value' in parsed) return parsed.value;
  throw unreadable(parsed.faults, event);
}

/** An event may have 256 KB; a message need not. The whole event is kept in the dead letters. */
const excerptLength = 1000;

function unreadable(fault: string, event: unknown, cause?: unknown): EventUnreadableError {
  const excerpt = jsonExcerptOf(event, excerptLength);
  return new EventUnreadableError(
    `Expected an IVS "Recording End" event, an S3 notification of a recording's metadata file, or an input such as {"recording": {"bucket", "prefix"}}: ${fault.slice(0, excerptLength)}. Found: ${excerpt}`,
    { cause },
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
