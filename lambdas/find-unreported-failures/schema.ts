/** Input and output of FindUnreportedFailures, as `statemachines/backfill-recordings.asl.json` passes and reads them. */
import * as z from 'zod/mini';
import type { ExecutionStatusEvent } from '../shared/contract/events.ts';
import { executionContextSchema } from '../shared/contract/execution-input.ts';

/** Where the search goes on. */
export const cursorSchema = z.object({
  /** Which of the lists: one for each state machine and status, then that of items that tell of a failure. */
  search: z.number(),
  /** Page of that list; absent: the first. */
  nextToken: z.optional(z.string()),
  /** How many have been found before. */
  found: z.number(),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** `state` is as ListRecordings left it, and on a later round with what the round before gave. */
export const findUnreportedFailuresInputSchema = z.object({
  state: z.object({
    progress: z.object({ since: z.string(), until: z.string() }),
    unreported: z.optional(z.object({ cursor: cursorSchema })),
  }),
  execution: executionContextSchema,
});
export type FindUnreportedFailuresInput = z.infer<typeof findUnreportedFailuresInputSchema>;

/** At most 100 failures, or redrives that succeeded, each as the event by which its rule would have told of it. */
export interface FindUnreportedFailuresOutput {
  readonly events: readonly ExecutionStatusEvent[];
  /** Whether another round is needed. */
  readonly areFailuresLeft: boolean;
  readonly cursor: Cursor;
}
