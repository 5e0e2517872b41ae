import { expect, test } from '@jest/globals';
import { matchesError, nextRetry } from '../../../local/states/retry-policy.ts';

test.each<[string[], string | undefined, boolean]>([
  [['A'], 'A', true],
  [['A', 'B'], 'B', true],
  [['A'], 'B', false],
  [['A'], 'AB', false],
  [['States.ALL'], 'A', true],
  [['States.ALL'], 'States.Timeout', true],
  [['States.ALL'], 'States.Runtime', false],
  [['States.ALL'], 'States.DataLimitExceeded', false],
  [['States.Runtime'], 'States.Runtime', false],
  [['States.DataLimitExceeded'], 'States.DataLimitExceeded', true],
  [['States.TaskFailed'], 'A', true],
  [['States.TaskFailed'], 'States.Timeout', false],
  [['States.TaskFailed'], 'States.Runtime', false],
  [['States.Timeout'], 'States.Timeout', true],
  [['States.Timeout'], 'A', false],
  [['States.ALL'], undefined, false],
])('%j matches %p: %p', (errorEquals, error, expected) => {
  expect(matchesError(errorEquals, error)).toBe(expected);
});

const half = () => 0.5;

test.each<[string, object, number, number | undefined]>([
  ['waits 1 s by default', {}, 0, 1000],
  ['doubles the delay by default', {}, 2, 4000],
  ['retries three times by default', {}, 3, undefined],
  ['waits IntervalSeconds at first', { IntervalSeconds: 15 }, 0, 15_000],
  ['grows by BackoffRate', { IntervalSeconds: 15, BackoffRate: 1.5 }, 2, 33_750],
  ['does not grow at rate 1', { IntervalSeconds: 15, BackoffRate: 1 }, 2, 15_000],
  ['waits no longer than MaxDelaySeconds', { IntervalSeconds: 15, MaxDelaySeconds: 20 }, 1, 20_000],
  ['never retries with MaxAttempts 0', { MaxAttempts: 0 }, 0, undefined],
  ['retries MaxAttempts times', { MaxAttempts: 10, BackoffRate: 1 }, 9, 1000],
  ['then gives up', { MaxAttempts: 10, BackoffRate: 1 }, 10, undefined],
  ['draws from the whole delay with full jitter', { IntervalSeconds: 10, JitterStrategy: 'FULL' }, 1, 10_000],
  ['has no jitter with NONE', { IntervalSeconds: 10, JitterStrategy: 'NONE' }, 1, 20_000],
])('a retrier %s', (_, fields, used, delayMs) => {
  const retry = nextRetry([{ ErrorEquals: ['A'], ...fields }], 'A', [used], half);

  expect(retry?.delayMs).toBe(delayMs);
});

test('only the first retrier that matches is asked, even when its attempts are used up', () => {
  const retriers = [{ ErrorEquals: ['B'] }, { ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }];

  expect(nextRetry(retriers, 'A', [], half)?.retrier).toBe(1);
  expect(nextRetry(retriers, 'A', [0, 1], half)).toBeUndefined();
  expect(nextRetry(retriers, 'C', [0, 1], half)?.retrier).toBe(2);
});
