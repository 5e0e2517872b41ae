import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findFailure } from '../../../lambdas/report-failure/failing-state.ts';
import type { ExecutionHistoryEvent } from '../../../lambdas/shared/contract/events.ts';
import { defineTarget } from '../fuzz-target.ts';

const TYPES = [
  ...[
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskStateEntered',
    'TaskStateExited',
    'ChoiceStateEntered',
    'ChoiceStateExited',
  ],
  ...[
    'MapStateEntered',
    'MapStateExited',
    'ParallelStateEntered',
    'ParallelStateExited',
    'MapIterationFailed',
    'TaskScheduled',
  ],
  'LambdaFunctionScheduled',
  ...['TaskFailed', 'TaskTimedOut', 'LambdaFunctionFailed', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'],
  ...['ExecutionRedriven', 'StateEntered', 'TypeOfALaterYear', ''],
];

const STATES = ['ValidateRecording', 'PlanExport', 'StartExports', 'RegisterExport', 'RegisterHold', ''];

const sketch = fc.record({
  type: fc.constantFrom(...TYPES),
  stateName: fc.option(fc.constantFrom(...STATES), { nil: undefined }),
  error: fc.option(fc.constantFrom('RecordingDamagedError', 'States.Timeout', ''), { nil: undefined }),
  cause: fc.option(fc.constantFrom('{"errorMessage":"why"}', 'why', ''), { nil: undefined }),
  redriveCount: fc.option(fc.nat(3), { nil: undefined }),
  time: fc.option(fc.constantFrom('2026-06-24T07:51:34.100Z', '2026-06-24T07:51:34.000Z'), { nil: undefined }),
  /** Mostly the event before, as in a straight run; also itself, a later one, or none. */
  previous: fc.oneof(
    { weight: 3, arbitrary: fc.constant(-1) },
    { weight: 1, arbitrary: fc.integer({ min: -6, max: 6 }) },
  ),
  /** Mostly its place in the history. */
  id: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) }),
});

/** Events as Step Functions might tell them, newest first; ids may repeat and point anywhere. */
export const histories: fc.Arbitrary<ExecutionHistoryEvent[]> = fc.array(sketch, { maxLength: 25 }).map((sketches) =>
  sketches
    .map(({ previous, id, ...event }, index) => ({
      ...event,
      id: index + 1 + id,
      previousEventId: index + 1 + previous,
    }))
    .reverse(),
);

/** The state that failed, out of a history. */
export const failingStates = defineTarget({
  name: 'execution-history',
  refusals: [],
  cases: fc.record({
    history: histories,
    status: fc.constantFrom('FAILED' as const, 'TIMED_OUT' as const, 'ABORTED' as const),
    redriveCount: fc.nat(3),
  }),
  run: ({ history, status, redriveCount }) => {
    const { state, error, cause, lookedAt } = findFailure(history, { status, redriveCount });
    const known = new Set(history.map(({ stateName = '' }) => stateName));

    for (const name of state?.split(', ') ?? []) assert.ok(known.has(name), `${name} is in no event`);
    assert.ok(error === undefined || history.some((event) => event.error === error));
    assert.ok(cause === undefined || history.some((event) => event.cause === cause));
    assert.ok(lookedAt === undefined || history.some((event) => event.time === lookedAt));
    return state === undefined ? 'no state' : 'taken';
  },
});
