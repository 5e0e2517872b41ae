/** Finds out of an execution's history what its status event does not say: the state that failed. */
import type { ExecutionHistoryEvent } from '../shared/contract/events.ts';

/** What the history tells of a failure. */
export interface FoundFailure {
  /** Names joined by a comma where several states were under way; a state inside a Map rather than the Map. */
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** When the state that failed was begun, the last time that it was tried; RFC 3339 with milliseconds, UTC. */
  readonly lookedAt?: string | undefined;
}

/**
 * Finds the state that failed, or those that a time-out or an abort interrupted, and the error that the history tells.
 *
 * @param history Newest event first.
 * @param status How the execution ended.
 * @param redriveCount Which attempt is meant: the event may be late, and the execution redriven since.
 */
export function findFailure(
  history: readonly ExecutionHistoryEvent[],
  { status, redriveCount }: { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; redriveCount: number },
): FoundFailure {
  const next = history.findIndex(
    (event) => event.type === 'ExecutionRedriven' && event.redriveCount === redriveCount + 1,
  );
  const attempt = history.slice(next + 1);
  return status === 'FAILED' ? followFailure(attempt) : listOpenStates(attempt);
}

/** From the end back along the ids, each of which names the event before in the same branch. */
function followFailure(history: readonly ExecutionHistoryEvent[]): FoundFailure {
  const byId = new Map(history.map((event) => [event.id, event]));
  const way: ExecutionHistoryEvent[] = [];
  let event = history.find(({ type }) => type === 'ExecutionFailed');
  while (event !== undefined && !isEntry(event)) {
    way.push(event);
    const previous = byId.get(event.previousEventId);
    event = previous !== undefined && previous.id < event.id ? previous : undefined;
  }
  const told = way.find(({ error, cause }) => error !== undefined || cause !== undefined);
  // A state that is tried again is not entered again, nor is one that is redriven.
  const begun = way.find(({ type }) => isBeginning(type)) ?? event;
  return { state: event?.stateName, error: told?.error, cause: told?.cause, lookedAt: begun?.time };
}

/** A time-out or an abort has no state of its own: what was entered and not left was under way. */
function listOpenStates(history: readonly ExecutionHistoryEvent[]): FoundFailure {
  const open: { name: string; isContainer: boolean }[] = [];
  let interrupted: string[] = [];
  for (const event of history.toReversed()) {
    const { type, stateName: name = '' } = event;
    if (type === 'ExecutionRedriven') interrupted = open.map((state) => state.name);
    else if (type.endsWith('StateExited')) {
      removeFirst(open, (state) => state.name === name);
      removeFirst(interrupted, (state) => state === name);
    } else if (isEntry(event)) {
      // A redrive may enter the interrupted state once more: that is no second one.
      if (!removeFirst(interrupted, (state) => state === name)) open.push({ name, isContainer: isContainer(event) });
    }
  }
  const inner = open.filter((state) => !state.isContainer);
  const names = new Set((inner.length > 0 ? inner : open).map(({ name }) => name));
  const { error, cause } =
    history.find(({ type }) => type === 'ExecutionTimedOut' || type === 'ExecutionAborted') ?? {};
  return { state: names.size > 0 ? [...names].join(', ') : undefined, error, cause };
}

const isEntry = ({ type }: ExecutionHistoryEvent): boolean => type.endsWith('StateEntered');

const isBeginning = (type: string): boolean => type === 'LambdaFunctionScheduled' || type === 'TaskScheduled';

const isContainer = ({ type }: ExecutionHistoryEvent): boolean => /^(Map|Parallel)/.test(type);

function removeFirst<Item>(items: Item[], isWanted: (item: Item) => boolean): boolean {
  const index = items.findIndex(isWanted);
  if (index >= 0) items.splice(index, 1);
  return index >= 0;
}
