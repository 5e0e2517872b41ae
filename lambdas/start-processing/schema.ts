/** Input and output of start-processing. The input is whatever set it off; `read-trigger.ts` tells what. */
import * as z from 'zod/mini';

/**
 * What S3 sends once when notifications are configured.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3TestEventSchema = z.object({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') });

/** What became of one recording that an event named. */
export const outcomeSchema = z.object({
  outcome: z.enum([
    /** A new execution runs. */
    'started',
    'already-running',
    'already-succeeded',
    /** Step Functions did not say what became of the execution; the catalog has the whole recording as playable. */
    'already-playable',
    /** The execution failed after the trigger was sent, which so tells nothing that it did not meet; it was reported. */
    'already-failed',
    /** Somebody stopped the execution: a decision that no event takes back. */
    'aborted-by-operator',
    /** The failed execution was taken up again where it failed. */
    'redriven',
    /** The execution failed and can no longer be redriven, or found only a part: a new one runs in its place. */
    'revived',
    /** The run and every revival of it failed or found only a part, and told so. Only an operator starts another. */
    'given-up',
    /** Not ours to process, for the reason told. */
    'ignored',
  ]),
  recordingId: z.optional(z.string()),
  executionName: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** One outcome for each recording that the event named. */
export const startProcessingOutputSchema = z.object({ outcomes: z.array(outcomeSchema) });
export type StartProcessingOutput = z.infer<typeof startProcessingOutputSchema>;
