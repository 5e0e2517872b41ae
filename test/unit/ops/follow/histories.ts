/** Histories of executions, written by hand. */
import type { FollowPorts } from '../../../../ops/follow/follow-ports.ts';
import { type HistoryEntry, toHistoryEntry } from '../../../../ops/follow/history-entry.ts';

/** An event as the API has it, without id and time, which count up: each is a second after the one before. */
export type Told = Omit<Parameters<typeof toHistoryEntry>[0], 'id' | 'timestamp' | 'type'> & { readonly type: string };

export const entered = (name: string): Told => ({ type: 'TaskStateEntered', stateEnteredEventDetails: { name } });
export const exited = (name: string): Told => ({ type: 'TaskStateExited', stateExitedEventDetails: { name } });
export const started: Told = { type: 'ExecutionStarted' };
export const succeeded = (output = '{}'): Told => ({
  type: 'ExecutionSucceeded',
  executionSucceededEventDetails: { output },
});
export const task = (type: string, resourceType: string, resource: string, output?: object): Told => ({
  type,
  [type === 'TaskSubmitted' ? 'taskSubmittedEventDetails' : 'taskSucceededEventDetails']: {
    resourceType,
    resource,
    output: JSON.stringify(output),
  },
});

/** An attempt to start an execution, answered by this error. */
export const startRefused = (stateMachineArn: string, name: string, error: string): Told[] => {
  const called = { resourceType: 'states', resource: 'startExecution' };
  const parameters = JSON.stringify({ StateMachineArn: stateMachineArn, Name: name, Input: {} });
  return [
    { type: 'TaskScheduled', taskScheduledEventDetails: { ...called, region: 'us-west-2', parameters } },
    { type: 'TaskStarted', taskStartedEventDetails: called },
    { type: 'TaskFailed', taskFailedEventDetails: { ...called, error } },
  ];
};

/** Events 1, 2, …, each of which follows from the one before. */
export const historyOf = (told: readonly Told[]): HistoryEntry[] =>
  told.map(({ type, ...details }, index) =>
    toHistoryEntry({
      ...details,
      type: type as never,
      id: index + 1,
      previousEventId: index,
      timestamp: new Date(Date.parse('2026-06-23T20:12:00Z') + index * 1000),
    }),
  );

/** Ports over histories that grow: at each look, so many events are there. */
export function portsOver(
  histories: Readonly<Record<string, readonly Told[]>>,
  looks: readonly number[],
): FollowPorts & { readonly asked: string[] } {
  let look = 0;
  const asked: string[] = [];
  return {
    asked,
    readEvents: async (executionArn, afterId) => {
      asked.push(`${executionArn} after ${afterId}`);
      const told = histories[executionArn];
      return told && historyOf(told).slice(afterId, looks[look] ?? told.length);
    },
    readJob: async () => ({ status: 'PROGRESSING', percent: look * 10, phase: 'TRANSCODING' }),
    readMapRun: async () => ({ total: 3, succeeded: 2, failed: 1, running: 0 }),
    pause: async () => {
      look += 1;
    },
    now: () => new Date('2026-06-23T20:13:00Z'),
  };
}
