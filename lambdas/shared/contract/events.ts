/** The events that set this system off, as far as they are read. Each schema is a border: what does not fit is refused. */
import * as z from 'zod/mini';
import { epochMillisecondsSchema, timestampSchema } from './timestamp.ts';

/**
 * EventBridge `IVS Recording State Change`. `recording_session_stream_ids` is documented for `Recording End` only, and
 * `recording_s3_key_prefix` is empty on `Recording Start Failure`.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html
 */
export const ivsRecordingEventSchema = z.object({
  id: z.string(),
  'detail-type': z.literal('IVS Recording State Change'),
  source: z.literal('aws.ivs'),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.object({
    channel_name: z.optional(z.string()),
    stream_id: z.optional(z.string()),
    recording_status: z.enum(['Recording Start', 'Recording End', 'Recording Start Failure', 'Recording End Failure']),
    recording_status_reason: z.optional(z.string()),
    recording_s3_bucket_name: z.string(),
    recording_s3_key_prefix: z.string(),
    recording_duration_ms: z.optional(z.number()),
    recording_session_id: z.optional(z.string()),
    recording_session_stream_ids: z.optional(z.array(z.string())),
  }),
});
export type IvsRecordingEvent = z.infer<typeof ivsRecordingEventSchema>;

/**
 * S3's native notification; keys are URL-encoded there, a space as `+`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3NotificationSchema = z.object({
  Records: z
    .array(
      z.object({
        eventSource: z.literal('aws:s3'),
        eventName: z.string(),
        eventTime: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({ key: z.string(), sequencer: z.optional(z.string()) }),
        }),
      }),
    )
    .check(z.minLength(1)),
});
export type S3Notification = z.infer<typeof s3NotificationSchema>;

// 256 characters are the API's limit; both are quoted in messages, which Step Functions and SNS limit too.
const statesArnSchema = z.string().check(z.regex(/^arn:\S{1,252}$/));

/**
 * EventBridge `Step Functions Execution Status Change`: `input` is left out above 248 KiB, dates are epoch milliseconds.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const executionStatusEventSchema = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  source: z.literal('aws.states'),
  region: z.string(),
  time: timestampSchema,
  detail: z.object({
    executionArn: statesArnSchema,
    stateMachineArn: statesArnSchema,
    name: z.string(),
    status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    startDate: epochMillisecondsSchema,
    stopDate: z.nullish(epochMillisecondsSchema),
    input: z.nullish(z.string()),
    error: z.nullish(z.string()),
    cause: z.nullish(z.string()),
    redriveCount: z._default(z.nullish(z.number()), 0),
    redriveStatus: z.nullish(z.string()),
  }),
});
export type ExecutionStatusEvent = z.infer<typeof executionStatusEventSchema>;

/** A status event of an execution that ended without success. */
export type ExecutionFailureEvent = ExecutionStatusEvent & {
  detail: { status: Exclude<ExecutionStatusEvent['detail']['status'], 'SUCCEEDED'> };
};

/** An event of an execution's history, as far as it is read. */
export interface ExecutionHistoryEvent {
  readonly id: number;
  /** Id of the event that led to this one; 0 for the first. */
  readonly previousEventId: number;
  /** RFC 3339 with milliseconds, UTC. */
  readonly time?: string | undefined;
  /** Such as `TaskStateEntered` or `LambdaFunctionFailed`. */
  readonly type: string;
  /** Of the events that enter or leave a state. */
  readonly stateName?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** Of `ExecutionRedriven`: which redrive it began, from 1. */
  readonly redriveCount?: number | undefined;
}
