/** Input and output of ExpireThumbnails, as its schedule or an operator passes and reads them. */
import * as z from 'zod/mini';
import { isDay } from '../shared/contract/timestamp.ts';

const day = z.string().check(z.refine(isDay, { error: 'must be a day such as 2026-06-23' }));

/**
 * The schedule passes `{}`. Strict, since what is misspelt must not delete: `{ "dryrun": true }` would.
 */
export const expireThumbnailsInputSchema = z.strictObject({
  /** Count what would be deleted, and change nothing. */
  dryRun: z._default(z.boolean(), false),
  /** Only recordings that began on this day (UTC) or later. With either of both, no day between is left out. */
  from: z.optional(day),
  /** Only recordings that began on this day (UTC) or before. */
  to: z.optional(day),
});
export type ExpireThumbnailsInput = z.infer<typeof expireThumbnailsInputSchema>;

/** What one run did, or would do. */
export interface ExpireThumbnailsOutput {
  readonly dryRun: boolean;
  /** Days whose recordings were looked at. */
  readonly days: number;
  /** Recordings that have none left. */
  readonly recordings: number;
  readonly thumbnails: number;
  readonly sizeBytes: number;
  /** Recordings that were judged anew meanwhile: a later run deletes theirs. */
  readonly changed: number;
  /** Items of the catalog that name no recording of this deployment; nothing is deleted by their word. */
  readonly refused: number;
  /** False when the time was up first: a later run goes on. */
  readonly isFinished: boolean;
}
