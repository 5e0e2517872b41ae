/** What following executions needs of the world. */
import type { HistoryEntry } from './history-entry.ts';

/** How far a MediaConvert job is. */
export interface JobProgress {
  /** `SUBMITTED`, `PROGRESSING`, `COMPLETE`, `CANCELED` or `ERROR`. */
  readonly status: string;
  /** 0 to 100; absent until it is known. */
  readonly percent: number | undefined;
  /** `PROBING`, `TRANSCODING` or `UPLOADING`, while it is under way. */
  readonly phase: string | undefined;
}

/** How far a distributed Map is. */
export interface MapProgress {
  readonly total: number;
  readonly succeeded: number;
  /** Failed, timed out or aborted. */
  readonly failed: number;
  readonly running: number;
}

/** See the file's comment. */
export interface FollowPorts {
  /** Events after the one with this id, in their order; `undefined` when there is no such execution (yet). */
  readEvents(executionArn: string, afterId: number): Promise<readonly HistoryEntry[] | undefined>;
  /** `undefined` when it may not be asked for, or is gone: the percentage is worth no failure. */
  readJob(jobId: string): Promise<JobProgress | undefined>;
  /** `undefined` as for {@link readJob}. */
  readMapRun(mapRunArn: string): Promise<MapProgress | undefined>;
  /** Waits until it is worth looking again. */
  pause(ms: number): Promise<void>;
  now(): Date;
}
