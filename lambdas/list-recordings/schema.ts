/** Input and output of ListRecordings, as `statemachines/backfill-recordings.asl.json` passes and reads them. */
import * as z from 'zod/mini';
import { executionContextSchema } from '../shared/contract/execution-input.ts';
import type { Price } from './price.ts';

/** What has been found so far, over all parts of the list. */
export const totalsSchema = z.object({
  /** Recordings whose start lies in the span. */
  recordings: z.number(),
  /** Of these: to be started, or that a dry run would start. */
  toStart: z.number(),
  /** In the catalog, and not wanted again. */
  inCatalog: z.number(),
  /** An execution of theirs is under way, or was started since this backfill was. */
  running: z.number(),
  /** They ran and are not in the catalog; only the reconciler leaves them to the report of failures. */
  ranBefore: z.number(),
  /** They ended so lately that the triggers come first; only for the reconciler. */
  settling: z.number(),
  /** They have no end and began lately, so they are probably still being recorded; or they are no recordings of IVS. */
  unfinished: z.number(),
  /** They began more than 49 h ago and have no end. */
  overdue: z.number(),
  /** Of those to be started, milliseconds, where exports are priced. */
  durationMs: z.number(),
});
export type Totals = z.infer<typeof totalsSchema>;

/** How far the listing has come, from one part to the next. */
export const progressSchema = z.object({
  /** The span with both ends settled, RFC 3339. */
  since: z.string(),
  until: z.string(),
  /** Parts that are listed. */
  parts: z.number(),
  /** The recording to go on behind. */
  after: z.optional(z.object({ bucket: z.string(), prefix: z.string() })),
  totals: totalsSchema,
});
export type Progress = z.infer<typeof progressSchema>;

/** `input` is the execution's own, as somebody typed it: the core parses it, to refuse it by name. */
export const listRecordingsInputSchema = z.object({
  input: z.unknown(),
  /** What the state was entered with: the input, or on a later part the output of the part before. */
  state: z.catch(z.object({ progress: z.optional(progressSchema) }), {}),
  execution: z.extend(executionContextSchema, { startedAt: z.string() }),
});
export type ListRecordingsInput = z.infer<typeof listRecordingsInputSchema>;

/** One line of a list: one execution of process-recording to start. */
export interface ListedStart {
  readonly executionName: string;
  readonly input: object;
}

/** Everything that the states after it read. */
export interface ListRecordingsOutput {
  /** Where this part of the list is; `count` 0: there is none to work off. */
  readonly list: {
    readonly bucket: string;
    readonly key: string;
    readonly count: number;
    /** So many executions may fail before the rest is given up. */
    readonly toleratedFailureCount: number;
  };
  /** Whether this was the last part. */
  readonly isSpanListed: boolean;
  /** Whether failures that nobody reported are looked for afterwards; never in a dry run. */
  readonly isReconciliation: boolean;
  readonly progress: Progress;
  /** For whoever looks at the execution. */
  readonly summary: Totals & { readonly dryRun: boolean; readonly price: Price | null };
}
