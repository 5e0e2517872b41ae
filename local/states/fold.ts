import { JournalDamagedError } from './errors.ts';
import { type EnteredState, type ExecutionState, newScope, type ScopeState, scopeAt } from './execution-state.ts';
import type { HistoryEvent } from './history-event.ts';
import type { JournalEntry } from './journal.ts';

type Entry<K extends JournalEntry['kind']> = Extract<JournalEntry, { kind: K }>;

/** The execution at its first entry. */
export function beginExecution({ executionArn, name, machine, event, next }: Entry<'started'>): ExecutionState {
  const input = event.executionStartedEventDetails?.input ?? '{}';
  return {
    executionArn,
    name,
    machine,
    input,
    startDate: event.timestamp,
    status: 'RUNNING',
    stopDate: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    redriveCount: 0,
    redriveDate: undefined,
    redriveTokens: new Map(),
    // Step Functions gives the first state's event the previous event 0, not that of the start.
    root: newScope(0, next, input),
    events: [event],
  };
}

/**
 * Brings the execution up to date with an entry. This alone changes it: while running, on resuming and on redriving.
 * @param execution is changed in place
 */
export function applyEntry(execution: ExecutionState, entry: JournalEntry): void {
  switch (entry.kind) {
    case 'started':
      throw new Error(`${execution.executionArn} has begun twice in its journal.`);
    case 'retry':
      applyRetry(scopeAt(execution, entry.scope).current, entry);
      break;
    case 'redriven':
      execution.events.push(entry.event);
      applyRedrive(execution, entry);
      break;
    case 'event':
      execution.events.push(entry.event);
      applyEvent(execution, entry);
      break;
  }
}

/**
 * The execution as its journal tells it.
 * @throws JournalDamagedError when entries are missing or stand elsewhere than they were written
 */
export function foldJournal(entries: readonly JournalEntry[]): ExecutionState {
  const [first, ...rest] = entries;
  if (first?.kind !== 'started') {
    throw new JournalDamagedError('A journal does not begin with the start of its execution. Delete its file.');
  }
  const execution = beginExecution(first);
  try {
    for (const entry of rest) applyEntry(execution, entry);
  } catch (cause) {
    const problem = `The journal of ${first.executionArn} does not add up. Delete its file to forget this execution.`;
    throw new JournalDamagedError(problem, { cause });
  }
  return execution;
}

function applyRetry(current: EnteredState | undefined, { retrier, dueAt }: Entry<'retry'>): void {
  if (current === undefined) return;
  current.retries[retrier] = (current.retries[retrier] ?? 0) + 1;
  current.retryDueAt = dueAt;
  current.settled = undefined;
  current.iterations = undefined;
}

function applyEvent(execution: ExecutionState, entry: Entry<'event'>): void {
  const { type } = entry.event;
  if (type.startsWith('Execution')) applyEnd(execution, entry.event);
  else if (type === 'MapIterationStarted') beginIteration(execution, entry);
  else if (type.startsWith('MapIteration')) endIteration(execution, entry);
  // An aborted iteration goes on from its own latest event when it is redriven, not from another's failure.
  else if (!type.endsWith('StateAborted')) applyStateEvent(execution, entry);
}

function applyStateEvent(execution: ExecutionState, { scope: place, event, next }: Entry<'event'>): void {
  const scope = scopeAt(execution, place);
  scope.lastEventId = event.id;
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
  if (entered !== undefined) {
    scope.current = enterState(entered.name, entered.input ?? '{}', event);
    scope.pending = undefined;
  } else if (exited !== undefined) {
    scope.current = undefined;
    scope.output = exited.output ?? '{}';
    scope.pending = next === undefined ? undefined : { state: next, input: scope.output };
  } else if (scope.current !== undefined) applyWork(scope.current, event);
}

function enterState(name: string, input: string, { id, timestamp }: HistoryEvent): EnteredState {
  return {
    name,
    input,
    enteredAt: timestamp,
    enteredEventId: id,
    retries: [],
    redriven: false,
    retryDueAt: undefined,
    settled: undefined,
    iterations: undefined,
    mapStartedEventId: 0,
  };
}

function applyWork(current: EnteredState, event: HistoryEvent): void {
  const succeeded = event.lambdaFunctionSucceededEventDetails ?? event.taskSucceededEventDetails;
  const failed =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails;
  if (succeeded !== undefined) current.settled = { kind: 'result', output: succeeded.output ?? 'null' };
  else if (failed !== undefined) current.settled = { kind: 'failure', error: failed.error, cause: failed.cause };
  else if (event.mapRunStartedEventDetails !== undefined) current.mapStartedEventId = event.id;
  else if (event.mapStateStartedEventDetails !== undefined) {
    current.iterations = new Array(event.mapStateStartedEventDetails.length).fill(undefined);
    current.mapStartedEventId = event.id;
  }
}

function beginIteration(execution: ExecutionState, { scope, event, next, input }: Entry<'event'>): void {
  const iterations = scopeAt(execution, scope.slice(0, -1)).current?.iterations;
  const index = scope.at(-1);
  if (iterations === undefined || index === undefined || next === undefined || input === undefined) return;
  iterations[index] = newScope(event.id, next, input);
}

function endIteration(execution: ExecutionState, { scope, event }: Entry<'event'>): void {
  const iteration = scopeAt(execution, scope);
  if (event.type === 'MapIterationSucceeded') {
    iteration.outcome = 'succeeded';
    scopeAt(execution, scope.slice(0, -1)).lastEventId = event.id;
  } else iteration.outcome = event.type === 'MapIterationFailed' ? 'failed' : 'aborted';
}

function applyEnd(execution: ExecutionState, event: HistoryEvent): void {
  const failed =
    event.executionFailedEventDetails ?? event.executionTimedOutEventDetails ?? event.executionAbortedEventDetails;
  if (event.type === 'ExecutionSucceeded') execution.status = 'SUCCEEDED';
  else if (event.type === 'ExecutionFailed') execution.status = 'FAILED';
  else if (event.type === 'ExecutionTimedOut') execution.status = 'TIMED_OUT';
  else if (event.type === 'ExecutionAborted') execution.status = 'ABORTED';
  execution.stopDate = event.timestamp;
  execution.output = event.executionSucceededEventDetails?.output;
  execution.error = failed?.error;
  execution.cause = failed?.cause;
  execution.root.lastEventId = event.id;
}

function applyRedrive(execution: ExecutionState, { event, clientToken }: Entry<'redriven'>): void {
  reopen(execution.root, execution.error);
  execution.root.lastEventId = event.id;
  execution.status = 'RUNNING';
  execution.stopDate = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  execution.redriveCount = event.executionRedrivenEventDetails?.redriveCount ?? execution.redriveCount + 1;
  execution.redriveDate = event.timestamp;
  if (clientToken !== undefined) execution.redriveTokens.set(clientToken, event.timestamp);
}

/**
 * Makes a chain ready to go on where it stopped: the state that was not left runs again, its retries count afresh.
 * A Map whose own result was too large runs all its iterations again, any other only those that did not succeed.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
function reopen(scope: ScopeState, error: string | undefined): void {
  scope.outcome = 'open';
  const { current } = scope;
  if (current === undefined) return;
  current.redriven = true;
  current.retries = [];
  current.retryDueAt = undefined;
  current.settled = undefined;
  const iterations = current.iterations ?? [];
  const allSucceeded = iterations.every((iteration) => iteration?.outcome === 'succeeded');
  if (allSucceeded && error === 'States.DataLimitExceeded') current.iterations = undefined;
  for (const iteration of iterations)
    if (iteration !== undefined && iteration.outcome !== 'succeeded') reopen(iteration, error);
}
