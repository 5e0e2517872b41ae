import { holds } from './choice-rule.ts';
import { applyInputPath, applyOutputPath, applyParameters, applyResultPath, serialize } from './data-flow.ts';
import {
  type ChoiceState,
  isDistributed,
  type MapState,
  type State,
  type TaskState,
  type WaitState,
} from './definition.ts';
import { runtimeFailure, StateFailedError } from './errors.ts';
import { WHOLE } from './history-event.ts';
import type { Json } from './json.ts';
import { contextObject, currentOf, type Place, record, scopeOf } from './place.ts';
import { type PathScope, parseReferencePath, valueAt } from './reference-path.ts';
import { findCatcher, nextRetry } from './retry-policy.ts';
import { runDistributedMap } from './run-distributed-map.ts';
import { runMap } from './run-map.ts';
import { runTask } from './run-task.ts';

interface Exit {
  readonly output: Json;
  readonly next: string | undefined;
}

/**
 * Runs a chain of states from where it stands to its end: after a start, a redrive or a restart alike.
 * @returns the output of the last state, as JSON
 * @throws StateFailedError of the state that failed, or the signal's reason
 */
export async function runStates(place: Place): Promise<string> {
  reenter(place);
  for (;;) {
    const { pending, current, output } = scopeOf(place);
    if (pending === undefined && current === undefined) return output ?? '{}';
    try {
      if (pending !== undefined) enter(place, pending.state, pending.input);
      await runState(place);
    } catch (error) {
      if (error instanceof StateFailedError) error.eventId ??= scopeOf(place).lastEventId;
      throw error;
    }
  }
}

/** A redrive enters a state anew unless it is a Task or a Map, which go on from where they are. */
function reenter(place: Place): void {
  const { current } = scopeOf(place);
  if (current === undefined || !current.redriven) return;
  const { Type } = stateNamed(place, current.name);
  if (Type !== 'Task' && Type !== 'Map') enter(place, current.name, current.input);
}

function stateNamed(place: Place, name: string): State {
  const state = place.group.states.get(name);
  if (state === undefined) throw new Error(`${place.execution.executionArn}: the definition has no state '${name}'.`);
  return state;
}

function enter(place: Place, name: string, input: string): void {
  const details = { name, input, inputDetails: WHOLE };
  record(place, `${stateNamed(place, name).Type}StateEntered`, { stateEnteredEventDetails: details });
}

async function runState(place: Place): Promise<void> {
  const { name } = currentOf(place);
  const state = stateNamed(place, name);
  const { output, next } = await finish(place, state);
  const details = { name, output: serialize(output, name), outputDetails: WHOLE };
  record(place, `${state.Type}StateExited`, { stateExitedEventDetails: details }, next === undefined ? {} : { next });
}

async function finish(place: Place, state: State): Promise<Exit> {
  if (state.Type === 'Task') return withHandlers(place, state, () => runTask(place, state));
  if (state.Type === 'Map') return withHandlers(place, state, () => runMapOf(place, state));
  try {
    return await finishPlain(place, state);
  } catch (error) {
    throw explained(place, error);
  }
}

const runMapOf = (place: Place, state: MapState): Promise<Json> =>
  isDistributed(state) ? runDistributedMap(place, state) : runMap(place, state, runStates);

async function finishPlain(place: Place, state: Exclude<State, TaskState | MapState>): Promise<Exit> {
  const raw: Json = JSON.parse(currentOf(place).input);
  const context = contextObject(place);
  if (state.Type === 'Fail') throw new StateFailedError(state.Error, state.Cause, scopeOf(place).lastEventId);
  const input = applyInputPath(state.InputPath, { input: raw, context });
  switch (state.Type) {
    case 'Pass': {
      const result = state.Result ?? applyParameters(state.Parameters, { input, context });
      const output = applyResultPath(state.ResultPath, raw, result);
      return { output: applyOutputPath(state.OutputPath, { input: output, context }), next: state.Next };
    }
    case 'Wait':
      await waitSince(place, secondsOf(state, { input, context }));
      return { output: applyOutputPath(state.OutputPath, { input, context }), next: state.Next };
    case 'Choice':
      return { output: applyOutputPath(state.OutputPath, { input, context }), next: choose(state, input, context) };
    case 'Succeed':
      return { output: applyOutputPath(state.OutputPath, { input, context }), next: undefined };
  }
}

function secondsOf({ Seconds = 0, SecondsPath }: WaitState, scope: PathScope): number {
  const path = SecondsPath === undefined ? undefined : parseReferencePath(SecondsPath);
  if (path === undefined) return Seconds;
  const seconds = valueAt(path, scope);
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0) return seconds;
  throw runtimeFailure(`The SecondsPath parameter ${SecondsPath} must point to a whole number of at least 0.`);
}

async function waitSince(place: Place, seconds: number): Promise<void> {
  const { clock, retryDelayScale } = place.ports;
  const endsAt = Date.parse(currentOf(place).enteredAt) + seconds * 1000 * retryDelayScale;
  await clock.sleep(Math.max(0, endsAt - clock.now().getTime()), place.signal);
}

function choose(state: ChoiceState, input: Json, context: Json): string {
  const next = state.rules.find(({ condition }) => holds(condition, { input, context }))?.next ?? state.Default;
  if (next !== undefined) return next;
  throw new StateFailedError('States.NoChoiceMatched', 'No choice rule matched, and there is no Default.');
}

/** Does the work of a state until it succeeds, no Retry is left, or a Catch takes over. */
async function withHandlers(place: Place, state: TaskState | MapState, work: () => Promise<Json>): Promise<Exit> {
  for (;;) {
    try {
      await backOff(place);
      const output = await work();
      // Checked here, so that a Catch can name States.DataLimitExceeded.
      serialize(output, currentOf(place).name);
      return { output, next: state.Next };
    } catch (error) {
      const failure = explained(place, error);
      if (place.signal.aborted || !(failure instanceof StateFailedError)) throw failure;
      if (scheduleRetry(place, state, failure)) continue;
      return catchFailure(place, state, failure);
    }
  }
}

async function backOff(place: Place): Promise<void> {
  const { retryDueAt } = currentOf(place);
  if (retryDueAt === undefined) return;
  const { clock } = place.ports;
  await clock.sleep(Math.max(0, Date.parse(retryDueAt) - clock.now().getTime()), place.signal);
}

function scheduleRetry(place: Place, state: TaskState | MapState, failure: StateFailedError): boolean {
  const { clock, random, retryDelayScale } = place.ports;
  const retry = nextRetry(state.Retry ?? [], failure.error, currentOf(place).retries, random);
  if (retry === undefined) return false;
  const dueAt = new Date(clock.now().getTime() + retry.delayMs * retryDelayScale);
  place.recorder.retry(place.scope, retry.retrier, dueAt);
  return true;
}

function catchFailure(place: Place, state: TaskState | MapState, failure: StateFailedError): Exit {
  const catcher = findCatcher(state.Catch ?? [], failure.error);
  if (catcher === undefined) throw failure;
  const raw: Json = JSON.parse(currentOf(place).input);
  const output = { Error: failure.error ?? '', Cause: failure.cause ?? '' };
  return { output: applyResultPath(catcher.ResultPath, raw, output), next: catcher.Next };
}

/** Says which state a `States.Runtime` comes from, once: a failure from within a Map has its event already. */
function explained(place: Place, error: unknown): unknown {
  if (!(error instanceof StateFailedError) || error.error !== 'States.Runtime' || error.eventId !== undefined)
    return error;
  const { name, enteredEventId } = currentOf(place);
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredEventId}).`;
  return new StateFailedError(error.error, `${where} ${error.cause}`);
}
