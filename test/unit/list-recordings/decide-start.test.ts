import { describe, expect, test } from '@jest/globals';
import { decideStart, endingOf, type Run, type Wish } from '../../../lambdas/list-recordings/decide-start.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { bucket, prefixOf } from './fake-bucket.ts';

const prefix = prefixOf({ startedAt: '2026-06-23T20:12:00Z' });
const location = parseRecordingPrefix(prefix)!;
const name = 'AbCdef1G2hij-j8Z9O91ndcVs';
const begunAt = new Date('2026-06-25T00:00:00Z');

const run = (status: string, suffix = '', startDate = '2026-06-24T00:00:00Z'): Run => ({
  name: `${name}${suffix}`,
  status,
  startDate: new Date(startDate),
});
const decide = (wish: Wish, ...runs: Run[]) => decideStart({ bucket, location, runs }, wish, begunAt);

describe('a recording', () => {
  const until = new Date('2026-06-25T21:12:00Z');

  test.each([
    ['with an end file has ended, however long ago it began', true, true, '2026-06-23T20:11:59Z', 'ended'],
    ['with nothing but an end file has ended', false, true, '2026-06-23T20:11:59Z', 'ended'],
    ['that began 49 h ago may still be recorded', true, false, '2026-06-23T20:12:00Z', 'unfinished'],
    ['that began earlier and has no end is overdue', true, false, '2026-06-23T20:11:59Z', 'overdue'],
    ['that never began is no recording, and never overdue', false, false, '2026-06-23T20:11:59Z', 'unfinished'],
  ])('%s', (_what, isStarted, isEnded, startedAt, expected) => {
    const begun = parseRecordingPrefix(prefixOf({ startedAt }))!;

    expect(endingOf(begun, { isStarted, isEnded }, until)).toBe(expected);
  });
});

describe('the name of the execution', () => {
  test("is the recording's own for a first run that does what a trigger would have set off", () => {
    expect(decide({ exports: 'default', reconcile: true })).toEqual({
      verdict: 'start',
      executionName: name,
      input: { recording: { bucket, prefix }, source: { type: 'reconciler' } },
    });
    expect(decide({ exports: 'default' })).toMatchObject({ executionName: name });
  });

  test('has a number where the run does something else, so that a late trigger is not swallowed', () => {
    expect(decide({})).toEqual({
      verdict: 'start',
      executionName: `${name}-bf1`,
      input: { recording: { bucket, prefix }, source: { type: 'backfill' }, exports: [] },
    });
    expect(decide({ exports: ['archive'] })).toMatchObject({
      executionName: `${name}-bf1`,
      input: { exports: ['archive'] },
    });
  });

  test('is one that no earlier run has', () => {
    const earlier = [run('SUCCEEDED'), run('FAILED', '-bf2'), run('SUCCEEDED', '-bf10'), run('FAILED', '-op-20260624')];

    expect(decide({ all: true, exports: 'default' }, ...earlier)).toMatchObject({ executionName: `${name}-bf11` });
    expect(decide({}, run('SUCCEEDED'))).toMatchObject({ executionName: `${name}-bf1` });
  });

  test('is the same for whoever sees the same earlier runs: it is the lock', () => {
    expect(decide({ all: true }, run('SUCCEEDED'))).toEqual(decide({ all: true }, run('SUCCEEDED')));
  });
});

describe('nothing is started', () => {
  test.each(['RUNNING', 'PENDING_REDRIVE'])('while a run is %s, under whatever name', (status) => {
    for (const wish of [{}, { all: true }, { reconcile: true }])
      expect(decide(wish, run('FAILED'), run(status, '-op-1'))).toEqual({ verdict: 'running' });
  });

  test('when somebody has started it since the backfill was, as another backfill at once does', () => {
    const since = run('SUCCEEDED', '-bf1', '2026-06-25T00:00:00Z');

    expect(decide({ all: true }, since)).toEqual({ verdict: 'running' });
  });

  test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])('by the reconciler after a run that %s', (status) => {
    expect(decide({ reconcile: true, exports: 'default' }, run(status))).toEqual({ verdict: 'ranBefore' });
  });
});
