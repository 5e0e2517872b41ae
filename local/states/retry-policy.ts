import type { Catcher, Retrier } from './definition-schema.ts';

/** A retry that is due: which element of Retry asks for it, and how long to wait first. */
export interface RetryDecision {
  readonly retrier: number;
  readonly delayMs: number;
}

/**
 * Whether an `ErrorEquals` matches an error. Nothing matches `States.Runtime`; `States.ALL` leaves out
 * `States.DataLimitExceeded` too; `States.TaskFailed` stands for any name but `States.Timeout`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(errorEquals: readonly string[], error: string | undefined): boolean {
  if (error === undefined || error === 'States.Runtime') return false;
  return errorEquals.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && error !== 'States.DataLimitExceeded') ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}

/**
 * The retry that is due after an error, or undefined. The first retrier that matches decides alone: when its attempts
 * are used up, the ones after it are not asked.
 * @param counts how often each retrier has retried since the state was entered
 * @param random from 0 to 1, for `JitterStrategy: "FULL"`
 */
export function nextRetry(
  retriers: readonly Retrier[],
  error: string | undefined,
  counts: readonly number[],
  random: () => number,
): RetryDecision | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const used = counts[index] ?? 0;
  // The defaults are the language's: 3 attempts after 1 s, each delay double the one before.
  if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
  const growing = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
  const seconds = Math.min(growing, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return { retrier: index, delayMs: seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1) };
}

/** The first catcher that matches the error. */
export function findCatcher(catchers: readonly Catcher[], error: string | undefined): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
}
