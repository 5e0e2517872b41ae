import { applyInputPath, applyResult } from './data-flow.ts';
import type { MapState } from './definition.ts';
import { runtimeFailure, StateFailedError, TaskFailure } from './errors.ts';
import type { MachineRecord } from './execution-state.ts';
import type { Json, JsonObject } from './json.ts';
import { fillTemplate } from './payload-template.ts';
import { type ChildRequest, contextObject, currentOf, type Place, record } from './place.ts';
import { parseReferencePath, valueAt } from './reference-path.ts';
import { inTurns } from './run-map.ts';
import { whenAborted } from './run-task.ts';

/** Step Functions runs at most so many iterations of a distributed Map at once, also when MaxConcurrency is 0. */
const MOST_AT_ONCE = 10_000;

/**
 * Does a distributed Map's work once: each item of the list is the input of an execution of `<state machine>/<label>`.
 * After a restart those that exist are followed; after a redrive those that had not succeeded are redriven.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 * @throws StateFailedError `States.ItemReaderFailed`, `States.ExceedToleratedFailureThreshold`
 */
export async function runDistributedMap(place: Place, state: MapState): Promise<Json> {
  const entered = currentOf(place);
  const raw: Json = JSON.parse(entered.input);
  const context = contextObject(place);
  const input = applyInputPath(state.InputPath, { input: raw, context });
  const items = await readItems(place, state, input, context);
  const tolerated = toleratedFailures(state, input, context);
  if (entered.mapStartedEventId === 0) {
    record(place, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: mapRunArnOf(place, state) } });
  }
  place.ports.children.announce(mapRunArnOf(place, state), items.length);
  await runChildren(place, state, items, tolerated);
  record(place, 'MapRunSucceeded');
  return applyResult(state, raw, [], contextObject(place));
}

async function readItems(place: Place, state: MapState, input: Json, context: JsonObject): Promise<string[]> {
  const { Resource, Parameters } = state.ItemReader ?? { Resource: '', Parameters: {} };
  const integration = place.ports.integrations.resolve(Resource);
  if (integration === undefined) throw runtimeFailure(`There is no integration for the resource ${Resource}.`);
  const task = {
    signal: place.signal,
    executionArn: place.execution.executionArn,
    stateName: currentOf(place).name,
  };
  try {
    const read = integration(fillTemplate(Parameters, { input, context }), task);
    return linesOf(await Promise.race([read, whenAborted(place.signal)]));
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    throw new StateFailedError('States.ItemReaderFailed', error.message);
  }
}

/** The lines of the object, each checked to be JSON. */
function linesOf(object: unknown): string[] {
  if (typeof object !== 'object' || object === null || !('Body' in object) || typeof object.Body !== 'string') {
    throw new TaskFailure('States.Runtime', 'The ItemReader read no text.');
  }
  const lines = object.Body.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    try {
      JSON.parse(line);
    } catch (error) {
      throw new TaskFailure('States.Runtime', `A line of the list is no JSON (${error}): ${line.slice(0, 200)}`);
    }
  }
  return lines;
}

function toleratedFailures(state: MapState, input: Json, context: JsonObject): number {
  if (state.ToleratedFailureCountPath === undefined) return state.ToleratedFailureCount ?? 0;
  const path = parseReferencePath(state.ToleratedFailureCountPath);
  const count = path === undefined ? undefined : valueAt(path, { input, context });
  if (typeof count === 'number') return count;
  throw runtimeFailure(`Reference path "${state.ToleratedFailureCountPath}" must point to a number.`);
}

/** Runs the iterations; one failure too many stops those that run. */
async function runChildren(place: Place, state: MapState, items: readonly string[], tolerated: number): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([place.signal, failed.signal]);
  let failureCount = 0;
  const runOne = async (index: number) => {
    signal.throwIfAborted();
    const { redriveDate } = place.execution;
    const status = await place.ports.children.run(requestFor(place, state, items, index), redriveDate, signal);
    if (status === 'SUCCEEDED') return;
    failureCount += 1;
    if (failureCount > tolerated) throw tooManyFailures(place, failureCount, tolerated);
  };
  try {
    await inTurns(items.length, state.MaxConcurrency || MOST_AT_ONCE, runOne);
  } finally {
    failed.abort();
  }
}

function tooManyFailures(place: Place, failureCount: number, tolerated: number): StateFailedError {
  const error = 'States.ExceedToleratedFailureThreshold';
  const cause = `The specified tolerated failure threshold was exceeded: ${failureCount} failed, ${tolerated} are tolerated.`;
  const { id } = record(place, 'MapRunFailed', { mapRunFailedEventDetails: { error, cause } });
  return new StateFailedError(error, cause, id);
}

/** The name tells the Map's entry, since a state may be entered again, and is the same after a restart or a redrive. */
function requestFor(place: Place, state: MapState, items: readonly string[], index: number): ChildRequest {
  const name = `${place.execution.name}-${currentOf(place).enteredEventId}-${index}`;
  return { machine: childMachineOf(place.execution.machine, state), name, input: items[index] ?? 'null' };
}

function childMachineOf({ arn, name, roleArn }: MachineRecord, { Label, ItemProcessor }: MapState): MachineRecord {
  const { ProcessorConfig: _mode, ...definition } = ItemProcessor;
  return { arn: `${arn}/${Label}`, name: `${name}/${Label}`, roleArn, definition: JSON.stringify(definition) };
}

const mapRunArnOf = ({ execution }: Place, { Label }: MapState): string =>
  `${execution.machine.arn.replace(':stateMachine:', ':mapRun:')}/${Label}:${execution.name}`;
