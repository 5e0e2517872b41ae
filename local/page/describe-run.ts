/** An execution as the page shows it: its history read as a list of the states that were entered. */
import * as z from 'zod/mini';
import type { RunDetail, RunError, RunState, RunStep, RunSummary } from '../../lambdas/shared/contract/run-view.ts';
import { messageOfCause } from '../run/message-of-cause.ts';
import type { ExecutionDescription } from '../states/execution-description.ts';
import type { HistoryEvent } from '../states/history-event.ts';

/** Summary for a list. */
export const summarizeRun = (execution: ExecutionDescription): RunSummary => ({
  executionArn: execution.executionArn,
  name: execution.name,
  machine: execution.machine.name,
  status: execution.status,
  startedAt: execution.startDate,
  ...(execution.stopDate !== undefined && { endedAt: execution.stopDate }),
  redriveCount: execution.redriveCount,
});

/** Everything, from the description and all events, the first one first. */
export function describeRun(execution: ExecutionDescription, events: readonly HistoryEvent[]): RunDetail {
  const { input, output, error, cause, stopDate, redriveStatusReason, status } = execution;
  return {
    ...summarizeRun(execution),
    input,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error: runError(error, cause, stopDate ?? '') }),
    ...(redriveStatusReason !== undefined && { notRedrivableBecause: redriveStatusReason }),
    states: statesOf(execution.machine.definition),
    steps: stepsOf(events, status === 'RUNNING'),
  };
}

const runError = (name: string, cause: string | undefined, at: string): RunError => ({
  name,
  at,
  ...(cause !== undefined && { cause: messageOfCause(cause) }),
});

const transition = z.object({ Next: z.optional(z.string()) });
const stateSchema = z.object({
  Type: z.string(),
  Comment: z.optional(z.string()),
  Next: z.optional(z.string()),
  Default: z.optional(z.string()),
  Choices: z.optional(z.array(transition)),
  Catch: z.optional(z.array(transition)),
});
const itemProcessorSchema = z.object({
  ProcessorConfig: z.optional(z.object({ Mode: z.optional(z.string()) })),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});
const definitionSchema = z.object({
  States: z.record(z.string(), z.extend(stateSchema, { ItemProcessor: z.optional(itemProcessorSchema) })),
});

function statesOf(definition: string): RunState[] {
  const { States } = definitionSchema.parse(JSON.parse(definition));
  return Object.entries(States).flatMap(([name, { ItemProcessor: processor, ...state }]) => {
    if (processor === undefined || processor.ProcessorConfig?.Mode === 'DISTRIBUTED')
      return [describeState(name, state)];
    return [
      { ...describeState(name, state), eachBeginsWith: processor.StartAt },
      ...Object.entries(processor.States).map(([inner, each]) => ({ ...describeState(inner, each), inside: name })),
    ];
  });
}

function describeState(
  name: string,
  { Type, Comment, Next, Default, Choices = [], Catch = [] }: z.infer<typeof stateSchema>,
): RunState {
  const next = [Next, ...Choices.map((rule) => rule.Next), Default, ...Catch.map((rule) => rule.Next)];
  return {
    name,
    type: Type,
    ...(Comment !== undefined && { comment: Comment }),
    next: [...new Set(next)].filter((each) => each !== undefined),
  };
}

function stepsOf(events: readonly HistoryEvent[], isRunning: boolean): RunStep[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const exits = new Map<number, HistoryEvent>();
  const errors = new Map<number, RunError[]>();
  for (const event of events) {
    const entered = enteredBefore(event, byId);
    if (entered === undefined) continue;
    if (event.stateExitedEventDetails !== undefined) exits.set(entered, event);
    const failure = failureOf(event);
    if (failure !== undefined) errors.set(entered, [...(errors.get(entered) ?? []), failure]);
  }
  return events.flatMap(({ id, timestamp, stateEnteredEventDetails: details }) => {
    if (details === undefined) return [];
    const exit = exits.get(id);
    const { output } = exit?.stateExitedEventDetails ?? {};
    const step: RunStep = {
      id,
      state: details.name,
      status: statusOf(exit, isRunning, byId),
      enteredAt: timestamp,
      ...(exit !== undefined && { exitedAt: exit.timestamp }),
      ...(details.input !== undefined && { input: details.input }),
      ...(output !== undefined && { output }),
      errors: errors.get(id) ?? [],
    };
    return [step];
  });
}

function statusOf(
  exit: HistoryEvent | undefined,
  isRunning: boolean,
  byId: ReadonlyMap<number, HistoryEvent>,
): RunStep['status'] {
  if (exit === undefined) return isRunning ? 'running' : 'failed';
  const last = byId.get(exit.previousEventId);
  // What went well stands before the exit; a failure does only where a Catch led on.
  return last !== undefined && failureOf(last) !== undefined ? 'caught' : 'succeeded';
}

/** Number of the event with which the state was entered that an event belongs to: events name the one before. */
function enteredBefore(event: HistoryEvent, byId: ReadonlyMap<number, HistoryEvent>): number | undefined {
  const name = event.stateExitedEventDetails?.name;
  let before = event.stateEnteredEventDetails === undefined ? byId.get(event.previousEventId) : undefined;
  while (before !== undefined) {
    const entered = before.stateEnteredEventDetails;
    // Behind what a Map has run inside stands the Map itself.
    if (entered !== undefined && (name === undefined || name === entered.name)) return before.id;
    before = byId.get(before.previousEventId);
  }
  return undefined;
}

function failureOf(event: HistoryEvent): RunError | undefined {
  const details =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails;
  return details && runError(details.error ?? event.type, details.cause, event.timestamp);
}
