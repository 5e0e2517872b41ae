/** What the options of `rerun` mean together. */
import type { TimeSpan } from '../../lambdas/shared/contract/backfill-input.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { type Moment, momentAt, requireSpan } from '../frame/parse-moment.ts';

/** As commander hands them over. */
export interface RerunOptions {
  readonly failed?: true;
  readonly held?: true;
  readonly since?: Moment;
  readonly until?: Moment;
  readonly channel?: readonly string[];
  readonly anew?: true;
  readonly stopped?: true;
}

/** What is to be rerun. */
export type RerunRequest = { readonly span: TimeSpan } & (
  | { readonly what: 'failed'; readonly isAnew: boolean; readonly areStoppedMeant: boolean }
  | { readonly what: 'held' }
);

const endOfTime = new Date(8.64e15);

/** @throws UsageError */
export function readRerun(options: RerunOptions, now: Date): RerunRequest {
  const {
    failed = false,
    held = false,
    since,
    until,
    anew: isAnew = false,
    stopped: areStoppedMeant = false,
  } = options;
  if (failed === held) throw new UsageError('Say which: --failed, or --held.');
  if (failed && since === undefined)
    throw new UsageError('--failed needs --since, such as --since 1d: how far back executions are looked through.');
  if (held && (isAnew || areStoppedMeant)) throw new UsageError('--anew and --stopped go with --failed only.');
  const span = {
    since: since === undefined ? new Date(0) : momentAt(since, now),
    // What is held was held before now, whatever this machine's clock says.
    until: until === undefined ? (held ? endOfTime : now) : momentAt(until, now),
  };
  requireSpan(span.since, span.until);
  return held ? { what: 'held', span } : { what: 'failed', span, isAnew, areStoppedMeant };
}
