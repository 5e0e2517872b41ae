/**
 * What the local system tells its page of executions, at `/local/runs`: between `local/` and `web/` only, and never
 * deployed.
 */

/** Where an execution stands. */
export type RunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution in a list. Times are RFC 3339. */
export interface RunSummary {
  readonly executionArn: string;
  readonly name: string;
  /** Of the state machine. */
  readonly machine: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly redriveCount: number;
}

/** An attempt that failed, or how an execution ended. */
export interface RunError {
  readonly name: string;
  readonly cause?: string;
  readonly at: string;
}

/** A state that was entered. */
export interface RunStep {
  /** Number of the event with which it was entered. */
  readonly id: number;
  readonly state: string;
  /** `failed`: entered and not left by an execution that is over; `caught`: left by its `Catch`. */
  readonly status: 'running' | 'succeeded' | 'caught' | 'failed';
  readonly enteredAt: string;
  readonly exitedAt?: string;
  /** JSON text. */
  readonly input?: string;
  readonly output?: string;
  /** What its attempts failed with, the first one first; each but the last of a failed or caught step was tried again. */
  readonly errors: readonly RunError[];
}

/** A state as the definition has it. */
export interface RunState {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
  /** Names of the states that may follow. */
  readonly next: readonly string[];
  /** Of a Map: the state that each item begins with. What is inside a distributed Map is an execution of its own. */
  readonly eachBeginsWith?: string;
  /** The Map that it is inside of. */
  readonly inside?: string;
}

/** Everything about one execution. */
export interface RunDetail extends RunSummary {
  readonly input: string;
  readonly output?: string;
  readonly error?: RunError;
  /** Why it cannot be redriven; absent when it can. */
  readonly notRedrivableBecause?: string;
  readonly states: readonly RunState[];
  readonly steps: readonly RunStep[];
}

/** A message as subscribers got it. */
export interface SentMessage {
  readonly subject?: string;
  readonly body: unknown;
}

/** What the page can make go wrong. */
export const faultNames = ['throttle-s3', 'fail-mediaconvert', 'fail-mediaconvert-job', 'lose-ivs-event'] as const;

/** One of {@link faultNames}. */
export type FaultName = (typeof faultNames)[number];

/** A switch of the fault panel. */
export interface FaultSwitch {
  readonly name: FaultName;
  readonly isOn: boolean;
  /** How often it strikes before it goes off by itself. */
  readonly strikeLimit: number;
  /** How often it has struck since it was last switched on. */
  readonly strikeCount: number;
}

/** Where the local system tells and does what. */
export const runPaths = {
  runs: '/local/runs',
  changes: '/local/changes',
  messages: '/local/messages',
  faults: '/local/faults',
  samples: '/local/samples',
} as const;
