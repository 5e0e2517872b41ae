import { hasEnded, type Job } from './job.ts';
import { JobFailedError } from './job-failure.ts';

/** Carries out one job. Rejects with the signal's reason when that is aborted, and then leaves nothing behind. */
export type RunJob = (job: Job, signal: AbortSignal) => Promise<void>;

/** Runs jobs in the order of their priority, at most `concurrency` at a time; the others stay `SUBMITTED`. */
export interface JobQueue {
  add(job: Job): void;
  /** Ends the job as `CANCELED` unless it has ended by then, and resolves when nothing of it is left to happen. */
  cancel(job: Job): Promise<void>;
  /** Cancels every job that has not ended. */
  stop(): Promise<void>;
}

/** A queue without jobs. `clock` gives milliseconds since the epoch. */
export function createJobQueue(run: RunJob, clock: () => number, concurrency = 1): JobQueue {
  const waiting: Job[] = [];
  const running = new Map<Job, { controller: AbortController; ended: Promise<void> }>();

  function startNext(): void {
    const job = running.size < concurrency ? takeNext(waiting) : undefined;
    if (job !== undefined) {
      const controller = new AbortController();
      const ended = execute(job, run, clock, controller.signal).finally(() => {
        running.delete(job);
        startNext();
      });
      running.set(job, { controller, ended });
    }
  }

  async function cancel(job: Job): Promise<void> {
    const execution = running.get(job);
    execution?.controller.abort(new Error(`The job ${job.id} was cancelled.`));
    await execution?.ended;
    if (!hasEnded(job)) {
      waiting.splice(waiting.indexOf(job), 1);
      end(job, 'CANCELED', clock);
    }
  }

  return {
    add(job) {
      waiting.push(job);
      // Not at once: the answer to CreateJob says SUBMITTED.
      setImmediate(startNext);
    },
    cancel,
    async stop() {
      await Promise.all([...waiting, ...running.keys()].map(cancel));
    },
  };
}

/** Highest priority first, and among equals the one that was submitted first, as a MediaConvert queue does. */
function takeNext(waiting: Job[]): Job | undefined {
  const priorityOf = (job: Job) => job.request.priority ?? 0;
  const [next] = waiting.toSorted((a, b) => priorityOf(b) - priorityOf(a));
  if (next !== undefined) {
    waiting.splice(waiting.indexOf(next), 1);
  }
  return next;
}

async function execute(job: Job, run: RunJob, clock: () => number, signal: AbortSignal): Promise<void> {
  job.status = 'PROGRESSING';
  job.startedAtMs = clock();
  job.percentComplete = 0;
  try {
    await run(job, signal);
    job.percentComplete = 100;
    end(job, 'COMPLETE', clock);
  } catch (error) {
    if (!signal.aborted) {
      job.error = describe(error);
    }
    end(job, signal.aborted ? 'CANCELED' : 'ERROR', clock);
  }
}

function end(job: Job, status: 'COMPLETE' | 'CANCELED' | 'ERROR', clock: () => number): void {
  delete job.phase;
  job.finishedAtMs = clock();
  job.status = status;
}

/** 1999 is MediaConvert's "unexpected system error": all that has no code of its own. */
function describe(error: unknown): { code: number; message: string } {
  if (error instanceof JobFailedError) {
    return { code: error.code, message: error.message };
  }
  return { code: 1999, message: error instanceof Error ? error.message : String(error) };
}
