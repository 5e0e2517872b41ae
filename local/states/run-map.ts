import { applyInputPath, applyResult, serialize } from './data-flow.ts';
import type { MapState, State } from './definition.ts';
import { runtimeFailure, StateFailedError } from './errors.ts';
import type { EnteredState, ScopeState } from './execution-state.ts';
import type { Json, JsonObject } from './json.ts';
import { fillTemplate } from './payload-template.ts';
import { contextObject, currentOf, type Place, record } from './place.ts';
import { parseReferencePath, valueAt } from './reference-path.ts';

/** Runs a chain of states to its end. */
export type RunStates = (place: Place) => Promise<string>;

/** Step Functions runs at most 40 iterations of an inline Map at once, also when MaxConcurrency is 0. */
const MOST_AT_ONCE = 40;

/** The states for which Step Functions has an event of being aborted. */
const ABORTABLE: readonly State['Type'][] = ['Task', 'Map', 'Wait'];

interface MapRun {
  readonly place: Place;
  readonly state: MapState;
  readonly name: string;
  readonly input: Json;
  readonly items: readonly Json[];
  /** Aborts the other iterations when one has failed. */
  readonly siblings: AbortController;
  readonly signal: AbortSignal;
  readonly runStates: RunStates;
}

/**
 * Does a Map state's work once and gives the state's output. After a restart or a redrive, iterations that have
 * succeeded keep their outputs and are not run again.
 * @throws StateFailedError of the first iteration that failed
 */
export async function runMap(place: Place, state: MapState, runStates: RunStates): Promise<Json> {
  const entered = currentOf(place);
  const raw: Json = JSON.parse(entered.input);
  const context = contextObject(place);
  const input = applyInputPath(state.InputPath, { input: raw, context });
  const items = itemsOf(state, input, context);
  if (entered.iterations === undefined) {
    record(place, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  }
  const siblings = new AbortController();
  const signal = AbortSignal.any([place.signal, siblings.signal]);
  const run: MapRun = { place, state, name: entered.name, input, items, siblings, signal, runStates };
  const most = Math.min(state.MaxConcurrency || MOST_AT_ONCE, MOST_AT_ONCE);
  await inTurns(items.length, most, (index) => runIteration(run, index));
  const result = iterationsOf(run).map((iteration): Json => JSON.parse(iteration?.output ?? 'null'));
  record(place, 'MapStateSucceeded');
  return applyResult(state, raw, result, contextObject(place));
}

function itemsOf(state: MapState, input: Json, context: JsonObject): readonly Json[] {
  const path = parseReferencePath(state.ItemsPath ?? '$');
  const items = path === undefined ? undefined : valueAt(path, { input, context });
  if (Array.isArray(items)) return items;
  throw runtimeFailure(`Reference path "${state.ItemsPath ?? '$'}" must point to array.`);
}

/** Does the work for each index, at most so many at once; the first that fails ends it, without stopping the others. */
export async function inTurns(count: number, most: number, work: (index: number) => Promise<void>): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const worker = async () => {
    for (const index of indexes) await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(count, most) }, worker));
}

async function runIteration(run: MapRun, index: number): Promise<void> {
  const { place, state, name } = run;
  if (iterationsOf(run)[index]?.outcome === 'succeeded') return;
  const item = { Index: index, Value: run.items[index] ?? null };
  const inner: Place = { ...place, scope: [...place.scope, index], group: state.processor, item, signal: run.signal };
  try {
    if (iterationsOf(run)[index] === undefined) startIteration(run, inner, item);
    await run.runStates(inner);
    record(inner, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: { name, index } });
  } catch (error) {
    if (run.signal.aborted || !(error instanceof StateFailedError)) throw error;
    throw failMap(run, inner, index, error);
  }
}

function startIteration(run: MapRun, inner: Place, item: { Index: number; Value: Json }): void {
  const { state, name, place } = run;
  const context = { ...contextObject(place), Map: { Item: item } };
  const input =
    state.ItemSelector === undefined ? item.Value : fillTemplate(state.ItemSelector, { input: run.input, context });
  record(
    inner,
    'MapIterationStarted',
    { mapIterationStartedEventDetails: { name, index: item.Index } },
    {
      previousEventId: currentOf(place).mapStartedEventId,
      next: state.processor.startAt,
      input: serialize(input, name),
    },
  );
}

/** One iteration has failed: it takes those that are running with it, and the Map. Nothing may come in between. */
function failMap(run: MapRun, inner: Place, index: number, failure: StateFailedError): StateFailedError {
  const { place, name } = run;
  const cause = { previousEventId: failure.eventId ?? currentOf(place).mapStartedEventId };
  if (iterationsOf(run)[index] !== undefined) {
    record(inner, 'MapIterationFailed', { mapIterationFailedEventDetails: { name, index } }, cause);
  }
  iterationsOf(run).forEach((iteration, other) => {
    if (iteration?.outcome === 'open')
      abortIteration(run, { ...inner, scope: [...place.scope, other] }, iteration, cause);
  });
  const failed = record(place, 'MapStateFailed', {}, cause);
  run.siblings.abort();
  return new StateFailedError(failure.error, failure.cause, failed.id);
}

function abortIteration(run: MapRun, inner: Place, iteration: ScopeState, cause: { previousEventId: number }): void {
  const type = run.state.processor.states.get(iteration.current?.name ?? '')?.Type;
  if (type !== undefined && ABORTABLE.includes(type)) record(inner, `${type}StateAborted`, {}, cause);
  const details = { name: run.name, index: inner.scope.at(-1) ?? 0 };
  record(inner, 'MapIterationAborted', { mapIterationAbortedEventDetails: details }, cause);
}

function iterationsOf(run: MapRun): NonNullable<EnteredState['iterations']> {
  return currentOf(run.place).iterations ?? [];
}
