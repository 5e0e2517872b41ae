/** Which ways through the definitions there are, and which ones executions took. */
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import { type Machine, readDefinitions, type State } from '../../statemachines/definitions.ts';

/** `From → To` for every transition of both definitions, and `→ Start` for where they and their Maps begin. */
export const edgesOfDefinitions = (): string[] => readDefinitions().flatMap(({ machine }) => edgesOf(machine));

function edgesOf({ StartAt, States }: Machine): string[] {
  const inside = Object.entries(States).flatMap(([name, state]) => [
    ...nextOf(state).map((next) => `${name} → ${next}`),
    ...(state.ItemProcessor === undefined ? [] : edgesOf(state.ItemProcessor)),
  ]);
  return [`→ ${StartAt}`, ...inside];
}

function nextOf({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  const given = [Next, Default].filter((next) => next !== undefined);
  return [...given, ...Choices.map((choice) => choice.Next), ...Catch.map((catcher) => catcher.Next)];
}

/** The same, as a history shows them: each event names the one before it in its own branch. */
export function edgesWalked(history: readonly HistoryEvent[]): string[] {
  const byId = new Map(history.map((event) => [event.id, event]));
  return history.flatMap(({ stateEnteredEventDetails: entered, previousEventId }) => {
    if (entered === undefined) return [];
    const before = byId.get(previousEventId)?.stateExitedEventDetails?.name;
    return [before === undefined ? `→ ${entered.name}` : `${before} → ${entered.name}`];
  });
}
