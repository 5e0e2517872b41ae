import type { Clock } from './clock.ts';
import type { HistoryEvent } from './history-event.ts';
import type { TaskIntegrations } from './integration.ts';
import type { Journal } from './journal.ts';
import type { StatusChangeEvent } from './status-change-event.ts';

/** What the engine is built from. */
export interface StatesEngineOptions {
  readonly journal: Journal;
  /** `states:startExecution` need not be among them: unless it is, the engine does it itself. */
  readonly integrations: TaskIntegrations;
  readonly clock?: Clock;
  /** From 0 to 1, for `JitterStrategy: "FULL"`. */
  readonly random?: () => number;
  /** Every back-off of a Retry and every Wait is multiplied by it; 1 unless given. */
  readonly retryDelayScale?: number;
  /** Told when an execution begins, is redriven or ends. Must not throw. */
  readonly onStatusChange?: (event: StatusChangeEvent) => void;
  /** Told every event of every history as it happens. Must not throw. */
  readonly onHistoryEvent?: (executionArn: string, event: HistoryEvent) => void;
}
