/** Which ways through the definitions there are, and which ones executions took. */
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import { type Machine, readDefinitions, type State, statesOf } from '../../statemachines/definitions.ts';

/** States of the named definitions that no execution entered, and ways through them that none took. */
export function leftOut(names: readonly string[], histories: readonly (readonly HistoryEvent[])[]) {
  const machines = readDefinitions().flatMap(({ name, machine }) => (names.includes(name) ? [machine] : []));
  const entered = new Set(histories.flat().map(({ stateEnteredEventDetails: state }) => state?.name));
  const walked = new Set(histories.flatMap(edgesWalked));
  return {
    states: machines.flatMap((machine) => statesOf(machine).map(([name]) => name)).filter((name) => !entered.has(name)),
    edges: machines.flatMap(edgesOf).filter((edge) => !walked.has(edge)),
  };
}

/** `From → To` for every transition, and `→ Start` for where a definition and its Maps begin. */
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
function edgesWalked(history: readonly HistoryEvent[]): string[] {
  const byId = new Map(history.map((event) => [event.id, event]));
  return history.flatMap(({ stateEnteredEventDetails: entered, previousEventId }) => {
    if (entered === undefined) return [];
    const before = byId.get(previousEventId)?.stateExitedEventDetails?.name;
    return [before === undefined ? `→ ${entered.name}` : `${before} → ${entered.name}`];
  });
}
