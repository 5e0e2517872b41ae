import type { Definition } from './definition.ts';
import { StateFailedError } from './errors.ts';
import type { ExecutionState } from './execution-state.ts';
import { type EventDetails, WHOLE } from './history-event.ts';
import type { RunPorts } from './place.ts';
import type { Recorder } from './recorder.ts';
import { runStates } from './run-states.ts';
import { failureDetails } from './task-events.ts';

/** How an execution ended: the event to record. */
export interface Ending {
  readonly type: 'ExecutionSucceeded' | 'ExecutionFailed' | 'ExecutionTimedOut' | 'ExecutionAborted';
  readonly details: EventDetails;
  readonly previousEventId?: number | undefined;
}

interface Subject {
  readonly execution: ExecutionState;
  readonly definition: Definition;
  readonly recorder: Recorder;
}

/**
 * Runs an execution from where it stands until it succeeds, fails or times out.
 * @returns how it ended, or undefined when the signal put an end to it
 */
export async function runExecution(
  subject: Subject,
  ports: RunPorts,
  signal: AbortSignal,
): Promise<Ending | undefined> {
  const finished = new AbortController();
  const running = AbortSignal.any([signal, finished.signal]);
  try {
    return await Promise.race([walk(subject, ports, running), timeOut(subject, ports, running)]);
  } catch (error) {
    if (signal.aborted) return undefined;
    return failed(error);
  } finally {
    finished.abort();
  }
}

async function walk(
  { execution, definition, recorder }: Subject,
  ports: RunPorts,
  signal: AbortSignal,
): Promise<Ending> {
  // Whoever started it hears of that before anything happens.
  await Promise.resolve();
  signal.throwIfAborted();
  const place = { execution, recorder, ports, scope: [], group: definition, item: undefined, signal };
  const output = await runStates(place);
  return { type: 'ExecutionSucceeded', details: { executionSucceededEventDetails: { output, outputDetails: WHOLE } } };
}

async function timeOut({ execution, definition }: Subject, ports: RunPorts, signal: AbortSignal): Promise<Ending> {
  if (definition.timeoutSeconds === undefined) return new Promise(() => {});
  // A redrive starts the count anew; a restart of this process does not.
  const since = Date.parse(execution.redriveDate ?? execution.startDate);
  const left = since + definition.timeoutSeconds * 1000 - ports.clock.now().getTime();
  await ports.clock.sleep(Math.max(0, left), signal);
  return { type: 'ExecutionTimedOut', details: { executionTimedOutEventDetails: {} } };
}

function failed(error: unknown): Ending {
  if (error instanceof StateFailedError) {
    return {
      type: 'ExecutionFailed',
      details: { executionFailedEventDetails: failureDetails(error) },
      previousEventId: error.eventId,
    };
  }
  const cause = `Bug in the interpreter: ${error instanceof Error ? error.stack : String(error)}`;
  return { type: 'ExecutionFailed', details: { executionFailedEventDetails: { error: 'States.Runtime', cause } } };
}
