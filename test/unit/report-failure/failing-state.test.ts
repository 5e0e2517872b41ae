import { describe, expect, test } from '@jest/globals';
import { findFailure } from '../../../lambdas/report-failure/failing-state.ts';
import {
  began,
  entered,
  executionFailed,
  exited,
  lambdaFailed,
  makeHistory,
  redriven,
  taskSucceeded,
} from './histories.ts';

describe('of an execution that failed', () => {
  const failed = { status: 'FAILED', redriveCount: 0 } as const;

  test('the state is the one that the failure leads back to', () => {
    const history = makeHistory(
      began,
      entered('ValidateRecording'),
      ...taskSucceeded,
      exited('ValidateRecording'),
      entered('RegisterPlayback'),
      { type: 'TaskScheduled' },
      { type: 'TaskStarted' },
      { type: 'TaskFailed', error: 'DynamoDB.AmazonDynamoDBException', cause: 'denied' },
      executionFailed('DynamoDB.AmazonDynamoDBException', 'denied'),
    );

    expect(findFailure(history, failed)).toEqual({
      state: 'RegisterPlayback',
      error: 'DynamoDB.AmazonDynamoDBException',
      cause: 'denied',
    });
  });

  test('retries are passed over', () => {
    const once = lambdaFailed('StorageUnavailableError', 'slow');
    const history = makeHistory(began, entered('PlanExport'), ...once, ...once, ...once, executionFailed());

    expect(findFailure(history, failed)).toEqual({
      state: 'PlanExport',
      error: 'StorageUnavailableError',
      cause: 'slow',
    });
  });

  test('an inner state is named rather than the Map around it', () => {
    const history = makeHistory(
      began,
      entered('StartExports', 'Map'),
      { type: 'MapStateStarted' },
      { type: 'MapIterationStarted' },
      entered('StartExport'),
      { type: 'MapIterationStarted', after: 3 },
      entered('StartExport'),
      { type: 'TaskScheduled', after: 5 },
      { type: 'TaskFailed', error: 'StepFunctions.AccessDeniedException', cause: 'denied' },
      { type: 'MapIterationFailed' },
      { type: 'MapIterationAborted', after: 7 },
      { type: 'MapStateFailed', after: 10 },
      executionFailed('StepFunctions.AccessDeniedException', 'denied'),
    );

    expect(findFailure(history, failed).state).toBe('StartExport');
  });

  test('a fault of the definition itself lies in the state that was entered', () => {
    const history = makeHistory(
      began,
      entered('IsPlayable?', 'Choice'),
      executionFailed('States.Runtime', 'Invalid path'),
    );

    expect(findFailure(history, failed)).toEqual({
      state: 'IsPlayable?',
      error: 'States.Runtime',
      cause: 'Invalid path',
    });
  });

  test.each([
    ['nothing', []],
    ['only the end', makeHistory(executionFailed('E', 'C')).map((event) => ({ ...event, previousEventId: 9 }))],
    ['a loop', makeHistory(executionFailed('E', 'C')).map((event) => ({ ...event, previousEventId: event.id }))],
  ])('no state is guessed when the history holds %s', (_what, history) => {
    expect(findFailure(history, failed).state).toBeUndefined();
  });
});

describe.each(['TIMED_OUT', 'ABORTED'] as const)('of an execution that is %s', (status) => {
  const ended = { type: status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionTimedOut' };
  const stateOf = (redriveCount: number, ...events: Parameters<typeof makeHistory>) =>
    findFailure(makeHistory(began, ...events, ended), { status, redriveCount }).state;

  test('the state is the one that was entered and not left', () => {
    const state = stateOf(
      0,
      entered('PlanExport'),
      ...taskSucceeded,
      exited('PlanExport'),
      entered('ExportWithMediaConvert'),
      { type: 'TaskScheduled' },
      { type: 'TaskStateAborted' },
    );

    expect(state).toBe('ExportWithMediaConvert');
  });

  test('a state that is left and entered once more is under way', () => {
    const once = [entered('PlanExport'), ...taskSucceeded, exited('PlanExport')];

    expect(stateOf(0, ...once, entered('PlanExport'))).toBe('PlanExport');
    expect(stateOf(0, ...once, ...once, entered('VerifyExport'))).toBe('VerifyExport');
  });

  test('inside a Map the inner states are named, once each', () => {
    const state = stateOf(
      0,
      entered('StartExports', 'Map'),
      entered('StartExport'),
      entered('StartExport'),
      entered('StartExport'),
      exited('StartExport'),
      entered('ExportAlreadyStarted', 'Pass'),
    );

    expect(state).toBe('StartExport, ExportAlreadyStarted');
  });

  test('a Map between its iterations is named itself', () => {
    expect(stateOf(0, entered('StartExports', 'Map'), entered('StartExport'), exited('StartExport'))).toBe(
      'StartExports',
    );
  });

  test.each([
    ['enters the failed state once more', [entered('ValidateRecording')]],
    ['continues in the failed state', []],
  ])('a redrive that %s leaves it like any other', (_how, again) => {
    const state = stateOf(
      1,
      entered('ValidateRecording'),
      ...lambdaFailed('E', 'C'),
      executionFailed(),
      redriven(1),
      ...again,
      ...taskSucceeded,
      exited('ValidateRecording'),
      entered('RegisterPlayback'),
    );

    expect(state).toBe('RegisterPlayback');
  });

  test('nothing is named when nothing was under way', () => {
    expect(stateOf(0)).toBeUndefined();
  });
});

describe('when the state that failed looked', () => {
  const [entry, first, again, end] = [10, 11, 16, 18].map((second) => ({ time: `2026-06-24T07:51:${second}.250Z` }));
  const tried = (of: object | undefined) => [
    { type: 'LambdaFunctionScheduled', ...of },
    { type: 'LambdaFunctionFailed', error: 'RecordingDamagedError', ...end },
  ];
  const failed = { ...executionFailed(), ...end };
  const enteredAt = { ...entered('ValidateRecording'), ...entry };

  test.each([
    ['is the last time that it was tried', [enteredAt, ...tried(first), ...tried(again), failed], again],
    ['is that of the redrive', [enteredAt, ...tried(first), failed, redriven(1), ...tried(again), failed], again],
    ['is that of a Task of a service', [enteredAt, { type: 'TaskScheduled', ...first }, failed], first],
    ['is its entry, when it never came to a Task', [enteredAt, failed], entry],
  ])('%s', (_when, sketches, expected) => {
    const redriveCount = sketches.filter(({ type }) => type === 'ExecutionRedriven').length;

    const { lookedAt } = findFailure(makeHistory(began, ...sketches), { status: 'FAILED', redriveCount });

    expect(lookedAt).toBe(expected?.time);
  });
});

test('what the end itself says of a stop is kept', () => {
  const history = makeHistory(began, { type: 'ExecutionAborted', error: 'Mistake', cause: 'wrong recording' });

  expect(findFailure(history, { status: 'ABORTED', redriveCount: 0 })).toEqual({
    error: 'Mistake',
    cause: 'wrong recording',
  });
});

test('a late report speaks of its own attempt, not of what a redrive did since', () => {
  const history = makeHistory(
    began,
    entered('ValidateRecording'),
    ...lambdaFailed('StorageUnavailableError', 'slow'),
    executionFailed(),
    redriven(1),
    ...lambdaFailed('RecordingDamagedError', 'broken'),
    executionFailed(),
    redriven(2),
    ...taskSucceeded,
    exited('ValidateRecording'),
    entered('RegisterPlayback'),
  );

  const errors = [0, 1].map((redriveCount) => findFailure(history, { status: 'FAILED', redriveCount }));

  expect(errors).toEqual([
    { state: 'ValidateRecording', error: 'StorageUnavailableError', cause: 'slow' },
    { state: 'ValidateRecording', error: 'RecordingDamagedError', cause: 'broken' },
  ]);
});
