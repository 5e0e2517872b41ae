/** A message quotes what it refuses, and nobody reads more of that. */
const longestMessage = 2000;

/** Thrown at load when a definition uses a part of the Amazon States Language that this interpreter does not have. */
export class DefinitionUnsupportedError extends Error {
  override readonly name = 'DefinitionUnsupportedError';
  /** The state that uses it, or the machine's own name for itself, `(state machine)`. */
  readonly state: string;
  /** The field at fault, with its place, such as `Retry[0].ErrorEquals`. */
  readonly field: string;

  constructor(state: string, field: string, problem: string) {
    super(`State '${state}', field '${field}': ${problem}`.slice(0, longestMessage));
    this.state = state;
    this.field = field;
  }
}

/**
 * Thrown by a task integration when the service refuses or the function fails: an ordinary error of the workflow,
 * which Retry and Catch see by its name. Anything else that an integration throws is taken for a bug.
 */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  /** The error's name as Step Functions would tell it, such as `DynamoDB.ConditionalCheckFailedException`. */
  readonly error: string;
  /** What is put into `Cause`; for a Lambda function the JSON of its error. */
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** A state has failed, with the names of the States Language. `eventId` is the event that shows it in the history. */
export class StateFailedError extends Error {
  override readonly name = 'StateFailedError';
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** The history event that a following event names as its previous one. */
  eventId: number | undefined;

  constructor(error: string | undefined, cause: string | undefined, eventId?: number) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.eventId = eventId;
  }
}

/** A path of the definition leads nowhere, or data has the wrong type: `States.Runtime`, which nothing can catch. */
export function runtimeFailure(cause: string): StateFailedError {
  return new StateFailedError('States.Runtime', cause);
}

/** Names of the errors that the Step Functions API answers with. */
export type StatesApiErrorCode =
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'ExecutionNotRedrivable'
  | 'InvalidArn'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidToken'
  | 'ResourceNotFound'
  | 'StateMachineDoesNotExist'
  | 'UnknownOperationException'
  | 'ValidationException';

/** The caller's fault, with the name that the Step Functions API gives it. */
export class StatesApiError extends Error {
  override readonly name = 'StatesApiError';
  readonly code: StatesApiErrorCode;

  constructor(code: StatesApiErrorCode, message: string) {
    super(message.slice(0, longestMessage));
    this.code = code;
  }
}

/** The API's refusal as the failure of a Task: `<service>.<code>Exception`. Any other error is thrown on. */
export function asTaskFailure(service: 'Sfn' | 'StepFunctions', error: unknown): TaskFailure {
  if (!(error instanceof StatesApiError)) throw error;
  return new TaskFailure(`${service}.${error.code}Exception`, `${error.message} (Service: Sfn, Status Code: 400)`);
}

/** Thrown on start when a journal holds a line, not the last one, that is no entry, or entries that do not add up. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
}
