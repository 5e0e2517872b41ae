import type { Clock } from './clock.ts';
import type { StateGroup } from './definition.ts';
import {
  type EnteredState,
  type ExecutionState,
  type ExecutionStatus,
  type MachineRecord,
  type ScopeState,
  scopeAt,
} from './execution-state.ts';
import type { EventDetails, HistoryEvent } from './history-event.ts';
import type { TaskIntegrations } from './integration.ts';
import type { Json, JsonObject } from './json.ts';
import type { EventExtras, Recorder } from './recorder.ts';

/** What running states needs from outside. */
export interface RunPorts {
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  /** Every back-off and every Wait is multiplied by it. */
  readonly retryDelayScale: number;
  readonly integrations: TaskIntegrations;
  readonly children: ChildExecutions;
}

/** An execution that runs one iteration of a distributed Map. */
export interface ChildRequest {
  readonly machine: MachineRecord;
  readonly name: string;
  readonly input: string;
}

/** The executions that are the iterations of distributed Maps. */
export interface ChildExecutions {
  /** Told how many items a distributed Map has, before the first is run. */
  announce(mapRunArn: string, itemCount: number): void;
  /**
   * Runs a child to its end: starts it, or follows the one that has the name already, redriven first if it failed before
   * the given time. Stops it when the signal is aborted.
   * @param redrivenAt when the parent was redriven last
   */
  run(request: ChildRequest, redrivenAt: string | undefined, signal: AbortSignal): Promise<ExecutionStatus>;
}

/** One chain of states as it runs: the execution's own, or that of a Map iteration. */
export interface Place {
  readonly execution: ExecutionState;
  readonly recorder: Recorder;
  readonly ports: RunPorts;
  /** The indexes of the Map iterations around it, outermost first. */
  readonly scope: readonly number[];
  readonly group: StateGroup;
  /** The item of the innermost Map iteration, for `$$.Map.Item`. */
  readonly item: { readonly Index: number; readonly Value: Json } | undefined;
  /** Aborted once nothing more may happen here. */
  readonly signal: AbortSignal;
}

/** How far the chain has come. */
export function scopeOf(place: Place): ScopeState {
  return scopeAt(place.execution, place.scope);
}

/** The state that was entered and not left. */
export function currentOf(place: Place): EnteredState {
  const { current } = scopeOf(place);
  if (current === undefined) throw new Error(`${place.execution.executionArn}: no state is entered.`);
  return current;
}

/** Records an event of the chain; refuses once it has been aborted, so that late results change nothing. */
export function record(place: Place, type: string, details: EventDetails = {}, extras?: EventExtras): HistoryEvent {
  place.signal.throwIfAborted();
  return place.recorder.event(place.scope, type, details, extras);
}

/**
 * The context object, `$$`, for the state that is entered. A time on the full second has no fraction there: Step Functions
 * writes zero, three, six or nine digits, "as necessary".
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(place: Place): JsonObject {
  const { execution, item } = place;
  const { machine } = execution;
  const current = currentOf(place);
  return {
    Execution: {
      Id: execution.executionArn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: withoutZeros(execution.startDate),
      RedriveCount: execution.redriveCount,
      ...(execution.redriveDate === undefined ? {} : { RedriveTime: withoutZeros(execution.redriveDate) }),
    },
    State: {
      EnteredTime: withoutZeros(current.enteredAt),
      Name: current.name,
      RetryCount: current.retries.reduce((sum, count) => sum + (count ?? 0), 0),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    ...(item === undefined ? {} : { Map: { Item: { Index: item.Index, Value: item.Value } } }),
  };
}

const withoutZeros = (time: string): string => time.replace('.000Z', 'Z');
