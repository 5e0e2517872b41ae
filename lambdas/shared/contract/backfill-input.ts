/**
 * Input of `backfill-recordings`: small enough for an operator to type. Unknown keys are refused, so that a misspelt
 * `dryRun` does not start ten thousand executions.
 */
import * as z from 'zod/mini';
import { exportRequestSchema } from './export-wish.ts';
import { isDay, timestampSchema } from './timestamp.ts';

const timeForms = 'an RFC 3339 date-time such as 2026-06-23T20:12:41Z or a day such as 2026-06-23';
const spanPattern = /^([1-9]\d{0,3})([hd])$/;
const hoursOf = { h: 1, d: 24 } as const;

const isTime = (text: string): boolean => isDay(text) || timestampSchema.safeParse(text).success;

const timeSchema = z.string().check(z.refine(isTime, { error: `must be ${timeForms}` }));
const sinceSchema = z.string().check(
  z.refine((text) => isTime(text) || spanPattern.test(text), {
    error: `must be ${timeForms}, or a span back from until such as 24h or 30d`,
  }),
);

/** See the file's comment. `since` and `until` mean the start of the recordings, to the minute. */
export const backfillInputSchema = z
  .strictObject({
    since: sinceSchema,
    /** The moment at which the execution began unless given. */
    until: z.optional(timeSchema),
    /** Also recordings that are in the catalog; each gets a run of its own. */
    all: z.optional(z.boolean()),
    /** Count and price, start nothing. */
    dryRun: z.optional(z.boolean()),
    /** What each recording is exported to; none unless asked for. `"default"`: what a trigger would have given it. */
    exports: z.optional(z.union([z.literal('default'), z.array(exportRequestSchema).check(z.maxLength(20))])),
    /**
     * Do what the hourly reconciler does: start only what no trigger ever started, report failures that nobody reported,
     * flag recordings that never ended.
     */
    reconcile: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ all, reconcile }) => !(all === true && reconcile === true), {
      path: ['all'],
      error: 'goes not with reconcile, which starts only what was never started',
    }),
  );
export type BackfillInput = z.infer<typeof backfillInputSchema>;

/** From when to when, both inclusive. */
export interface TimeSpan {
  readonly since: Date;
  readonly until: Date;
}

/**
 * The span that an input asks for; `since` may come out later than `until`, which is for the caller to refuse.
 *
 * @param now `until`, where the input gives none.
 */
export function spanOf({ since, until }: Pick<BackfillInput, 'since' | 'until'>, now: Date): TimeSpan {
  const end = until === undefined ? now : new Date(until);
  const [, count, unit] = spanPattern.exec(since) ?? [];
  if (count === undefined) return { since: new Date(since), until: end };
  const hours = Number(count) * (unit === 'd' ? hoursOf.d : hoursOf.h);
  return { since: new Date(end.getTime() - hours * 3_600_000), until: end };
}
