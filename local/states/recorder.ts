import type { Clock } from './clock.ts';
import { runtimeFailure } from './errors.ts';
import type { ExecutionState } from './execution-state.ts';
import { applyEntry } from './fold.ts';
import type { EventDetails, HistoryEvent } from './history-event.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** Step Functions ends an execution at 25,000 events; the last one is kept for its failure. */
export const HISTORY_LIMIT = 25_000;

/** What may go with an event. */
export interface EventExtras {
  /** Unless it is the latest event of the same chain of states. */
  readonly previousEventId?: number;
  readonly next?: string | undefined;
  readonly input?: string;
}

/** Writes down what happens in one execution: into the journal, then into the execution itself, then to listeners. */
export interface Recorder {
  event(scope: readonly number[], type: string, details: EventDetails, extras?: EventExtras): HistoryEvent;
  retry(scope: readonly number[], retrier: number, dueAt: Date): void;
  redriven(clientToken: string | undefined): HistoryEvent;
}

interface RecorderPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly onHistoryEvent: ((executionArn: string, event: HistoryEvent) => void) | undefined;
}

/**
 * A recorder for one execution.
 * @param lastEventIdAt the latest event of the chain of states at a place
 */
export function createRecorder(
  execution: ExecutionState,
  ports: RecorderPorts,
  lastEventIdAt: (scope: readonly number[]) => number,
): Recorder {
  const write = (entry: JournalEntry) => {
    ports.journal.append({ machineName: execution.machine.name, executionName: execution.name }, entry);
    applyEntry(execution, entry);
    if ('event' in entry) ports.onHistoryEvent?.(execution.executionArn, entry.event);
  };
  const stamp = (type: string, previousEventId: number, details: EventDetails): HistoryEvent => {
    const id = execution.events.length + 1;
    if (id >= HISTORY_LIMIT && !type.startsWith('Execution')) {
      throw runtimeFailure(`The execution reached the maximum number of history events (${HISTORY_LIMIT}).`);
    }
    return { id, previousEventId, timestamp: ports.clock.now().toISOString(), type, ...details };
  };

  return {
    event(scope, type, details, { previousEventId = lastEventIdAt(scope), ...rest } = {}) {
      const event = stamp(type, previousEventId, details);
      write({ kind: 'event', scope: [...scope], event, ...rest });
      return event;
    },
    retry(scope, retrier, dueAt) {
      write({ kind: 'retry', scope: [...scope], retrier, dueAt: dueAt.toISOString() });
    },
    redriven(clientToken) {
      const redriveCount = execution.redriveCount + 1;
      const details = { executionRedrivenEventDetails: { redriveCount } };
      const event = stamp('ExecutionRedriven', execution.root.lastEventId, details);
      write({ kind: 'redriven', event, ...(clientToken === undefined ? {} : { clientToken }) });
      return event;
    },
  };
}
