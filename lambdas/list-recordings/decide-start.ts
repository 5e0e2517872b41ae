/** Decides for one recording whether to start an execution, and under which name. */
import type { BackfillInput } from '../shared/contract/backfill-input.ts';
import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import { backfillCountOf, backfillExecutionName, recordingExecutionName } from '../shared/contract/execution-name.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';

/** How a recording stands: `unfinished` has no end yet, `overdue` began too long ago to have none. */
export type Ending = 'ended' | 'unfinished' | 'overdue';

/**
 * A stream lasts 48 h at most, then IVS begins another recording; an hour more for its files to come.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html
 */
export const overdueHours = 49;

/**
 * For so long after the end file has appeared the reconciler leaves a recording to the triggers. IVS and S3 take seconds;
 * Lambda's own retries 3 min. What is later is told by the name of the execution, which is the lock.
 */
export const settlingMinutes = 15;

/** How a recording stands, by its metadata files. What has neither is something else that lies there. */
export function endingOf(
  location: RecordingLocation,
  files: { readonly isStarted: boolean; readonly isEnded: boolean },
  until: Date,
): Ending {
  if (files.isEnded) return 'ended';
  const ageHours = (until.getTime() - Date.parse(location.startMinute)) / 3_600_000;
  return files.isStarted && ageHours > overdueHours ? 'overdue' : 'unfinished';
}

/** An execution of process-recording, of whatever name. */
export interface Run {
  readonly name: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
  readonly status: string;
  readonly startDate: Date;
}

/** What is asked of the backfill, as far as it decides about a single recording. */
export type Wish = Pick<BackfillInput, 'all' | 'reconcile' | 'exports'>;

/** What is known of a recording that may have to be started. */
export interface Candidate {
  readonly bucket: string;
  readonly location: RecordingLocation;
  readonly runs: readonly Run[];
}

/** Name and input of the execution to start, or why there is none. */
export type Decision =
  | { readonly verdict: 'start'; readonly executionName: string; readonly input: ExecutionInput }
  | { readonly verdict: 'running' | 'ranBefore' };

/** What somebody has started since is what is asked for, also when it has ended: another backfill may be as fast. */
const isUnderWay = ({ status, startDate }: Run, begunAt: Date): boolean =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE' || startDate >= begunAt;

/**
 * Decides about a recording that is not in the catalog, or wanted all the same. The reconciler starts only what never
 * ran: what ran and failed is reported, and what ran and is not in the catalog was taken out on purpose.
 *
 * @param begunAt When the backfill was started.
 */
export function decideStart({ bucket, location, runs }: Candidate, wish: Wish, begunAt: Date): Decision {
  if (runs.some((run) => isUnderWay(run, begunAt))) return { verdict: 'running' };
  if (wish.reconcile === true && runs.length > 0) return { verdict: 'ranBefore' };
  const source = { type: wish.reconcile === true ? 'reconciler' : 'backfill' } as const;
  // No time and no id in it: two backfills at once then ask for the very same execution.
  const input = { recording: { bucket, prefix: location.prefix }, source };
  return {
    verdict: 'start',
    executionName: nameFor(location, runs, wish),
    input: wish.exports === 'default' ? input : { ...input, exports: wish.exports ?? [] },
  };
}

/**
 * A first run that does just what a trigger would have set off takes the recording's own name: a trigger that comes late
 * finds it taken and pays for no second export. Any other run has a number of its own, so that no earlier run and no
 * late trigger swallows it or is swallowed.
 */
function nameFor(location: RecordingLocation, runs: readonly Run[], { exports, all }: Wish): string {
  if (exports === 'default' && all !== true && runs.length === 0) return recordingExecutionName(location);
  const counts = runs.map(({ name }) => backfillCountOf(name) ?? 0);
  return backfillExecutionName(location, Math.max(0, ...counts) + 1);
}
