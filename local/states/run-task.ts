import { applyInputPath, applyParameters, applyResult, serialize } from './data-flow.ts';
import type { TaskState } from './definition.ts';
import { runtimeFailure, StateFailedError, TaskFailure } from './errors.ts';
import type { Settled } from './execution-state.ts';
import { type Json, toJson } from './json.ts';
import { contextObject, currentOf, type Place, record } from './place.ts';
import { type TaskEvents, taskEventsFor } from './task-events.ts';

/**
 * Does a Task state's work once and gives the state's output.
 * What the history already shows as done, after a restart, is not done again.
 * @throws StateFailedError
 */
export async function runTask(place: Place, state: TaskState): Promise<Json> {
  const { input, name, settled } = currentOf(place);
  const raw: Json = JSON.parse(input);
  const result = settled === undefined ? await attempt(place, state, name, raw) : fromHistory(settled);
  return applyResult(state, raw, result, contextObject(place));
}

function fromHistory(settled: Settled): Json {
  if (settled.kind === 'failure') throw new StateFailedError(settled.error, settled.cause);
  return JSON.parse(settled.output);
}

async function attempt(place: Place, state: TaskState, name: string, raw: Json): Promise<Json> {
  const context = contextObject(place);
  const input = applyInputPath(state.InputPath, { input: raw, context });
  const parameters = applyParameters(state.Parameters, { input, context });
  const events = taskEventsFor(state.Resource, place.execution.machine.arn.split(':')[3] ?? '');
  record(place, ...events.scheduled(serialize(parameters, name), state.TimeoutSeconds));
  record(place, ...events.started());
  try {
    const output = serialize(await callIntegration(place, state, name, parameters, events), state.Resource);
    record(place, ...events.succeeded(output));
    return JSON.parse(output);
  } catch (error) {
    throw recordFailure(place, events, error);
  }
}

function recordFailure(place: Place, events: TaskEvents, error: unknown): unknown {
  if (place.signal.aborted || !(error instanceof StateFailedError)) return error;
  const shape = error.error === 'States.Timeout' ? events.timedOut(error) : events.failed(error);
  error.eventId = record(place, ...shape).id;
  return error;
}

async function callIntegration(
  place: Place,
  state: TaskState,
  stateName: string,
  parameters: Json,
  events: TaskEvents,
): Promise<Json> {
  const integration = place.ports.integrations.resolve(state.Resource);
  if (integration === undefined) throw runtimeFailure(`There is no integration for the resource ${state.Resource}.`);
  const finished = new AbortController();
  const signal = AbortSignal.any([place.signal, finished.signal]);
  const work = async () => {
    const submitted = (answer: unknown) => {
      if (!signal.aborted) record(place, ...events.submitted(serialize(toJson(answer), state.Resource)));
    };
    const context = { signal, executionArn: place.execution.executionArn, stateName, submitted };
    const result: Promise<unknown> = integration(parameters, context);
    return toJson(await result);
  };
  try {
    return await Promise.race([work(), timeout(place, state, signal)]);
  } catch (error) {
    if (place.signal.aborted || error instanceof StateFailedError) throw error;
    if (error instanceof TaskFailure) throw new StateFailedError(error.error, error.cause);
    const found = error instanceof Error ? error.stack : String(error);
    throw runtimeFailure(`Bug in the integration of ${state.Resource}, which may only throw a TaskFailure: ${found}`);
  } finally {
    // Ends the timer, and whatever an integration that timed out still waits for.
    finished.abort();
  }
}

async function timeout(place: Place, state: TaskState, signal: AbortSignal): Promise<never> {
  if (state.TimeoutSeconds === undefined) return whenAborted(signal);
  await place.ports.clock.sleep(state.TimeoutSeconds * 1000, signal);
  throw new StateFailedError('States.Timeout', undefined);
}

/** Rejects with the signal's reason as soon as it is aborted. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
