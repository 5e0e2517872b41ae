/** One call that a step or a workflow makes: a row of the matrix, whose columns are the faults. */
import type { Fault } from '../../../local/faults/fault.ts';
import type { ServiceCall, ServiceName } from '../../../local/faults/service-call.ts';
import type { FaultStage } from './fault-stage.ts';

/** See the file's comment. */
export interface MatrixRow {
  /** The step or state that calls; rows of one caller stand together. */
  readonly caller: string;
  /** What is called, for the page: `S3 GetObject`, and of what. */
  readonly call: string;
  readonly of?: string;
  readonly service: ServiceName;
  readonly operation: string;
  /** Whether it is a function's call, which tells its name, or the workflow's own. */
  readonly isWorkflow?: boolean;
  /** What path and body hold besides the recording's id, which both are decoded. */
  readonly pattern?: RegExp;
  /** In place of looking for the recording's id and the pattern. */
  readonly matches?: (call: ServiceCall, id: string, stage: FaultStage) => boolean | Promise<boolean>;
  readonly scenario: Scenario;
  /** Whether a dead letter's text is that of the cell, where it does not hold the recording's id. */
  readonly isLetterOf?: (text: string, id: string) => boolean;
  /** Another call of the caller that goes wrong as well, or this one would not be made. */
  readonly companion?: {
    /** The row's own unless given. */
    readonly service?: ServiceName;
    readonly operation: string;
    readonly fault: Fault;
    readonly times?: number;
  };
  /** The state is tried again by this name, of which the history tells nothing: the fault passes after one call. */
  readonly triedAgainAs?: string;
  /** The step goes on without the answer, so that no failure ends the fault: it passes after one call. */
  readonly strikesOnce?: true;
  /** Calls of different cells cannot be told apart: such cells run one after the other, `after` all others or beside them. */
  readonly isAlone?: 'beside' | 'after';
  /** The recording is long: what lasts is not tried with it, and of what fails one kind is mended. */
  readonly isCostly?: boolean;
  /** The fault may keep an upload from being aborted, or its id from being known: a lifecycle rule removes what is left. */
  readonly mayLeaveUpload?: boolean;
}

/** What is set off in a cell, and what becomes of it. */
export interface Scenario {
  /** Makes what is needed before the fault is switched on. */
  readonly prepare?: (stage: FaultStage, id: string) => Promise<void>;
  /** Sets it off and waits for its end, whatever that is. */
  readonly run: (stage: FaultStage, id: string) => Promise<void>;
  /** How often a Task has failed so far; where there are no Tasks, a fault does not pass by itself. */
  readonly failureCount?: (stage: FaultStage, id: string) => number;
  /** Reads what has become of it, once all is quiet. */
  readonly result: (stage: FaultStage, id: string, news: News) => Promise<Result>;
  /** Once the fault is gone: a redrive, or the replay of a dead letter. */
  readonly mend: (stage: FaultStage, id: string, news: News) => Promise<void>;
}

/** What has been sent about a recording, and what could not be. */
export interface News {
  /** Of SNS, in order. */
  readonly messages: readonly {
    readonly id: string;
    readonly type: string;
    readonly error?: { readonly name: string };
  }[];
  readonly deadLetters: readonly { readonly queue: string; readonly event: unknown; readonly reason: string }[];
}

/** What has become of a cell. */
export interface Result {
  readonly isGood: boolean;
  /** Name of the error that it failed with in the end. */
  readonly error?: string;
  /** Names of the errors that Tasks failed with on the way, whether or not they were tried again. */
  readonly errorsMet?: readonly string[];
  /** The state in which it failed, or the step whose event is a dead letter. */
  readonly place?: string;
  /** How often that state or step was tried; once unless Retry, or Lambda, tried it again. */
  readonly attempts?: number;
  /** What whoever waits for the answer gets instead, for the page. */
  readonly answer?: string;
  /** What the good end lacks, in a word for the page. */
  readonly lacks?: string;
  /** What is wrong with it, whatever the fault; must be empty. */
  readonly faults: readonly string[];
}

/** One fault of one call. */
export interface Cell {
  readonly row: MatrixRow;
  readonly fault: Fault;
  /** Else the fault passes once a Task has failed of it. */
  readonly isLasting: boolean;
  readonly id: string;
}
