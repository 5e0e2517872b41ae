/** What happens while executions are followed; with `--json` each is a line. */
import type { JobProgress, MapProgress } from './follow-ports.ts';

/** How an execution ended. */
export interface Ending {
  /** `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** JSON text, of one that succeeded. */
  readonly output: string | undefined;
}

/** See the file's comment. */
export type FollowedEvent = { readonly executionArn: string; readonly at: Date } & (
  | { readonly event: 'execution-started' }
  | { readonly event: 'execution-redriven'; readonly redriveCount: number }
  | { readonly event: 'state-entered'; readonly state: string }
  | { readonly event: 'state-exited'; readonly state: string; readonly durationMs: number }
  /** The definition may try again, or go another way. */
  | { readonly event: 'attempt-failed'; readonly error: string; readonly cause: string | undefined }
  | { readonly event: 'job-progressed'; readonly jobId: string; readonly job: JobProgress }
  | { readonly event: 'map-progressed'; readonly map: MapProgress }
  | { readonly event: 'map-ended'; readonly mapRunArn: string }
  | { readonly event: 'export-started'; readonly startedExecutionArn: string }
  | ({ readonly event: 'execution-ended'; readonly durationMs: number } & Ending)
);

/** An execution that was followed to its end. */
export interface FollowedExecution extends Ending {
  readonly executionArn: string;
  readonly durationMs: number;
}
