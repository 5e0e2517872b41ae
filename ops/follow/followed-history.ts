/** One execution that is followed: its history as far as it was read, turned into what happened. */
import type { FollowedEvent, FollowedExecution } from './followed-event.ts';
import type { HistoryEntry } from './history-entry.ts';

const endings: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** As Step Functions names it to a definition, with and without the ending. */
const nameTaken = new Set(['StepFunctions.ExecutionAlreadyExists', 'StepFunctions.ExecutionAlreadyExistsException']);

/** See the file's comment. */
export class FollowedHistory {
  readonly executionArn: string;
  /** Of the last event that was read. */
  lastId = 0;
  /** Looks that met no such execution. */
  fruitlessLooks = 0;
  /** A job that runs. */
  jobId: string | undefined;
  /** A distributed Map that runs. */
  mapRunArn: string | undefined;
  /** How it ended; absent while it runs. */
  ended: FollowedExecution | undefined;
  /** When each state that is not exited was entered; of several iterations, the first one first. */
  readonly #entered = new Map<string, Date[]>();
  /** Executions that are about to be started, by the events of their task so far. */
  readonly #scheduled = new Map<number, string>();
  #begunAt: Date | undefined;

  constructor(executionArn: string) {
    this.executionArn = executionArn;
  }

  /** States that were entered and not exited, in their order. */
  get openStates(): string[] {
    return [...this.#entered].filter(([, times]) => times.length > 0).map(([state]) => state);
  }

  /** Takes the next event in. */
  accept(entry: HistoryEntry): FollowedEvent[] {
    this.lastId = entry.id;
    const { executionArn } = this;
    const { at, type, state, error, cause } = entry;
    const base = { executionArn, at };
    if (type === 'ExecutionStarted') {
      this.#begunAt = at;
      return [{ ...base, event: 'execution-started' }];
    }
    if (type === 'ExecutionRedriven') {
      this.ended = undefined;
      return [{ ...base, event: 'execution-redriven', redriveCount: entry.redriveCount ?? 1 }];
    }
    if (type.endsWith('StateEntered') && state !== undefined) return [this.#enter(base, state)];
    if (type.endsWith('StateExited') && state !== undefined) return [this.#exit(base, state)];
    const status = endings[type];
    if (status !== undefined) return [this.#end(base, status, entry)];
    if (type === 'MapRunSucceeded' || type === 'MapRunFailed') return this.#endMapRun(base);
    if (type === 'MapRunStarted' || type === 'MapRunRedriven') this.mapRunArn = entry.mapRunArn ?? this.mapRunArn;
    if (entry.jobId !== undefined) this.jobId = entry.jobId;
    if (entry.startedExecutionArn !== undefined)
      return [{ ...base, event: 'export-started', startedExecutionArn: entry.startedExecutionArn }];
    const scheduledArn = entry.scheduledExecutionArn ?? this.#scheduled.get(entry.previousId);
    if (scheduledArn !== undefined && /^Task(Scheduled|Started)$/.test(type))
      this.#scheduled.set(entry.id, scheduledArn);
    if (!/(Failed|TimedOut)$/.test(type) || error === undefined) return [];
    // Started by an earlier attempt, before a redrive or an answer that was lost: the definition takes it for success.
    if (scheduledArn !== undefined && nameTaken.has(error))
      return [{ ...base, event: 'export-started', startedExecutionArn: scheduledArn }];
    this.jobId = undefined;
    return [{ ...base, event: 'attempt-failed', error, cause }];
  }

  #enter(base: { executionArn: string; at: Date }, state: string): FollowedEvent {
    this.#entered.set(state, [...(this.#entered.get(state) ?? []), base.at]);
    return { ...base, event: 'state-entered', state };
  }

  #exit(base: { executionArn: string; at: Date }, state: string): FollowedEvent {
    const enteredAt = this.#entered.get(state)?.shift() ?? base.at;
    this.jobId = undefined;
    return { ...base, event: 'state-exited', state, durationMs: base.at.getTime() - enteredAt.getTime() };
  }

  #endMapRun(base: { executionArn: string; at: Date }): FollowedEvent[] {
    const { mapRunArn } = this;
    this.mapRunArn = undefined;
    return mapRunArn === undefined ? [] : [{ ...base, event: 'map-ended', mapRunArn }];
  }

  #end(
    base: { executionArn: string; at: Date },
    status: string,
    { error, cause, output }: HistoryEntry,
  ): FollowedEvent {
    const durationMs = base.at.getTime() - (this.#begunAt ?? base.at).getTime();
    this.ended = { executionArn: this.executionArn, status, error, cause, output, durationMs };
    this.jobId = undefined;
    this.mapRunArn = undefined;
    // What stays open after a failure is entered again by a redrive.
    this.#entered.clear();
    return { ...base, event: 'execution-ended', ...this.ended };
  }
}
