import type { ExecutionHistoryEvent } from '../../../lambdas/shared/contract/events.ts';

/** An event but for its ids: each follows the one before unless it names another by its place, from 1. */
type EventSketch = Omit<ExecutionHistoryEvent, 'id' | 'previousEventId'> & { readonly after?: number };

/** Makes a history, newest first, out of sketches in the order of time. */
export const makeHistory = (...sketches: EventSketch[]): ExecutionHistoryEvent[] =>
  sketches
    .map(({ after, ...sketch }, index) => ({ id: index + 1, previousEventId: after ?? index, ...sketch }))
    .reverse();

export const began: EventSketch = { type: 'ExecutionStarted' };

export const entered = (stateName: string, type = 'Task', after?: number): EventSketch => ({
  type: `${type}StateEntered`,
  stateName,
  ...(after === undefined ? {} : { after }),
});

export const exited = (stateName: string, type = 'Task', after?: number): EventSketch => ({
  type: `${type}StateExited`,
  stateName,
  ...(after === undefined ? {} : { after }),
});

/** A Lambda's state that fails. */
export const lambdaFailed = (error: string, cause: string): EventSketch[] => [
  { type: 'LambdaFunctionScheduled' },
  { type: 'LambdaFunctionStarted' },
  { type: 'LambdaFunctionFailed', error, cause },
];

/** A state of a service integration that ends well. */
export const taskSucceeded: EventSketch[] = [
  { type: 'TaskScheduled' },
  { type: 'TaskStarted' },
  { type: 'TaskSucceeded' },
];

export const executionFailed = (error?: string, cause?: string): EventSketch => ({
  type: 'ExecutionFailed',
  error,
  cause,
});

export const redriven = (redriveCount: number): EventSketch => ({ type: 'ExecutionRedriven', redriveCount });
