import type { HistoryEvent } from './history-event.ts';

/** Where an execution can stand. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The state machine that an execution began with. */
export interface MachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** The definition's text. */
  readonly definition: string;
}

/** An execution as the fold of its journal. Data is kept as the JSON text that the history shows. */
export interface ExecutionState {
  readonly executionArn: string;
  readonly name: string;
  readonly machine: MachineRecord;
  readonly input: string;
  /** ISO 8601 with milliseconds, as every time here. */
  readonly startDate: string;
  status: ExecutionStatus;
  stopDate: string | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redriveCount: number;
  redriveDate: string | undefined;
  /** The client tokens of redrives, and when each was used. */
  readonly redriveTokens: Map<string, string>;
  readonly root: ScopeState;
  readonly events: HistoryEvent[];
}

/** How far one chain of states has come: the execution's own, or that of a Map iteration. */
export interface ScopeState {
  /** Its latest event, which the next one names as previous. */
  lastEventId: number;
  /** A state to be entered. */
  pending: { readonly state: string; readonly input: string } | undefined;
  /** A state that was entered and not left. */
  current: EnteredState | undefined;
  outcome: 'open' | 'succeeded' | 'failed' | 'aborted';
  /** What the last state gave. */
  output: string | undefined;
}

/** A state that was entered and not left. */
export interface EnteredState {
  readonly name: string;
  readonly input: string;
  readonly enteredAt: string;
  readonly enteredEventId: number;
  /** How often each element of Retry has retried since the state was entered or the execution redriven. */
  retries: number[];
  /** Whether the execution was redriven since: a state that does no work of its own is then entered anew. */
  redriven: boolean;
  /** When the retry that was decided is due. */
  retryDueAt: string | undefined;
  /** The result or the failure of the work, once the history shows it. */
  settled: Settled | undefined;
  /** The iterations of a Map, by index; a hole has not begun. */
  iterations: (ScopeState | undefined)[] | undefined;
  /** The event that began the iterations, or those of a distributed Map; 0 before. */
  mapStartedEventId: number;
}

/** How the work of a state ended. */
export type Settled =
  | { readonly kind: 'result'; readonly output: string }
  | { readonly kind: 'failure'; readonly error: string | undefined; readonly cause: string | undefined };

/** A chain of states that has not entered its first one. */
export function newScope(lastEventId: number, state: string, input: string): ScopeState {
  return { lastEventId, pending: { state, input }, current: undefined, outcome: 'open', output: undefined };
}

/**
 * The chain of states at a place.
 * @param scope the indexes of the Map iterations around it, outermost first
 */
export function scopeAt(execution: ExecutionState, scope: readonly number[]): ScopeState {
  let found: ScopeState | undefined = execution.root;
  for (const index of scope) found = found?.current?.iterations?.[index];
  if (found === undefined) throw new Error(`${execution.executionArn} has no iteration ${JSON.stringify(scope)}.`);
  return found;
}
