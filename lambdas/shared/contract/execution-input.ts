/**
 * Inputs of the two state machines: small enough for a person to read and edit in the console. The least an operator
 * must type is the recording. Unknown keys are refused, so that a misspelt `exports` is not silently the default.
 */
import * as z from 'zod/mini';
import { callerMetadataSchema } from './caller-metadata.ts';
import { exportRequestSchema } from './export-wish.ts';
import { joinWithSchema, requireJoinable } from './join-with.ts';
import { recordingReferenceSchema } from './recording-location.ts';
import { timestampSchema } from './timestamp.ts';

/** What set the execution off, for people and for the judgement of how fresh the recording is. */
export const sourceSchema = z.strictObject({
  type: z.enum(['ivs-event', 's3-notification', 'operator', 'backfill', 'reconciler']),
  /** Id of the event, as its sender gave it. */
  eventId: z.optional(z.string()),
  /** When the event was sent, RFC 3339. */
  time: z.optional(timestampSchema),
  /** IVS's `recording_status`, such as `Recording End Failure`. */
  recordingStatus: z.optional(z.string()),
  recordingStatusReason: z.optional(z.string()),
  channelName: z.optional(z.string()),
  sessionId: z.optional(z.string()),
  streamIds: z.optional(z.array(z.string())),
  durationMs: z.optional(z.number()),
});
export type Source = z.infer<typeof sourceSchema>;

// ValidateRecording writes its execution's ARN here into each child's input, and the console links the two:
// https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
const startedByExecution = { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.optional(z.string()) };

/** Input of `process-recording`. `exports: []` turns the deployment's default off. */
export const executionInputSchema = z.strictObject({
  recording: recordingReferenceSchema,
  source: z.optional(sourceSchema),
  exports: z.optional(z.array(exportRequestSchema).check(z.maxLength(20))),
  metadata: z.optional(callerMetadataSchema),
  ...startedByExecution,
});
export type ExecutionInput = z.infer<typeof executionInputSchema>;

/** Input of `export-recording`; without `export`, the deployment's first default. */
export const exportInputSchema = z
  .strictObject({
    recording: recordingReferenceSchema,
    /** Recordings that go on where the one before ended: one file of all, which belongs to `recording`. */
    joinWith: z.optional(joinWithSchema),
    export: z.optional(exportRequestSchema),
    source: z.optional(sourceSchema),
    metadata: z.optional(callerMetadataSchema),
    ...startedByExecution,
  })
  .check(requireJoinable);
export type ExportInput = z.infer<typeof exportInputSchema>;

/** The running execution, as a definition passes it to a step from the context object. */
export const executionContextSchema = z.object({
  arn: z.string(),
  name: z.string(),
  redriveCount: z.number(),
});
export type ExecutionContext = z.infer<typeof executionContextSchema>;
