import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { machine, outputOf, Rig, type Task, task } from './rig.ts';

const failing =
  (error: string, times = Number.POSITIVE_INFINITY): Task =>
  (_, __, attempt) => {
    if (attempt <= times) throw new TaskFailure(error, `cause ${attempt}`);
    return `attempt ${attempt}`;
  };

test('an error that nothing handles fails the execution with its name and cause', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }), tasks: { Work: failing('DiskFullError') } });

  const execution = await rig.run();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'DiskFullError', cause: 'cause 1', output: undefined });
  expect(rig.types).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'ExecutionFailed',
  ]);
  expect(rig.history.at(-1)).toMatchObject({
    previousEventId: 5,
    executionFailedEventDetails: { error: 'DiskFullError', cause: 'cause 1' },
  });
});

test('a retry waits as long as its policy says, and the state is entered only once', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 15, BackoffRate: 1.5, MaxAttempts: 10 }];
  const rig = new Rig({ definition: machine({ Work: task({ Retry }) }), tasks: { Work: failing('Busy', 3) } });

  const execution = await rig.run();

  expect(outputOf(execution)).toBe('attempt 4');
  expect(rig.clock.delays).toEqual([15_000, 22_500, 33_750]);
  expect(rig.types.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  expect(rig.types.filter((type) => type === 'LambdaFunctionFailed')).toHaveLength(3);
  expect(
    rig.history.filter(({ type }) => type === 'LambdaFunctionScheduled').map((event) => event.previousEventId),
  ).toEqual([2, 5, 8, 11]);
});

test('back-off can be scaled down, and full jitter draws from it', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, JitterStrategy: 'FULL' }];
  const rig = new Rig({
    definition: machine({ Work: task({ Retry }) }),
    tasks: { Work: failing('Busy', 1) },
    retryDelayScale: 0.01,
  });

  await rig.run();

  expect(rig.clock.delays).toEqual([500]);
});

test('each retrier counts its own attempts; when they are used up the Catch takes over', async () => {
  const errors = ['A', 'B', 'A', 'B', 'A'];
  const rig = new Rig({
    definition: machine({
      Work: task({
        Retry: [
          { ErrorEquals: ['A'], MaxAttempts: 2 },
          { ErrorEquals: ['B'], MaxAttempts: 2 },
        ],
        Catch: [
          { ErrorEquals: ['B'], Next: 'Wrong' },
          { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' },
        ],
      }),
      Wrong: { Type: 'Fail' },
      Caught: { Type: 'Succeed' },
    }),
    tasks: {
      Work: (_, __, attempt) => {
        throw new TaskFailure(errors[attempt - 1]!, `cause ${attempt}`);
      },
    },
  });

  const execution = await rig.run({ kept: 1 });

  expect(rig.calls).toHaveLength(5);
  expect(outputOf(execution)).toEqual({ kept: 1, error: { Error: 'A', Cause: 'cause 5' } });
});

test('the counters begin anew when a state is entered again', async () => {
  const rig = new Rig({
    definition: machine({
      Work: task({ ResultPath: '$.result', Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }], Next: 'Again?' }),
      'Again?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.result', StringEquals: 'attempt 2', Next: 'Work' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    }),
    tasks: {
      Work: (_, __, attempt) => {
        if (attempt % 2 === 1) throw new TaskFailure('Busy', '');
        return `attempt ${attempt}`;
      },
    },
  });

  const execution = await rig.run();

  expect(outputOf(execution)).toEqual({ result: 'attempt 4' });
});

test.each<[string, object, unknown]>([
  ['in place of its input by default', {}, { Error: 'E', Cause: 'cause 1' }],
  ['at its ResultPath', { ResultPath: '$.at.error' }, { a: 1, at: { error: { Error: 'E', Cause: 'cause 1' } } }],
  ['nowhere with ResultPath null', { ResultPath: null }, { a: 1 }],
])('a Catch puts the error %s, and the state is left', async (_, fields, expected) => {
  const rig = new Rig({
    definition: machine({
      Work: task({ OutputPath: '$.unused', Catch: [{ ErrorEquals: ['E'], Next: 'Caught', ...fields }] }),
      Caught: { Type: 'Succeed' },
    }),
    tasks: { Work: failing('E') },
  });

  const execution = await rig.run({ a: 1 });

  expect(outputOf(execution)).toEqual(expected);
  expect(rig.types.slice(4, 7)).toEqual(['LambdaFunctionFailed', 'TaskStateExited', 'SucceedStateEntered']);
});

test('whatever else an integration throws is told as a bug, which nothing catches', async () => {
  const rig = new Rig({
    definition: machine({
      Work: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
      Caught: { Type: 'Succeed' },
    }),
    tasks: {
      Work: () => {
        throw new TypeError('x is undefined');
      },
    },
  });

  const execution = await rig.run();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(execution.cause).toContain('Bug in the integration');
  expect(execution.cause).toContain('x is undefined');
});

test('a Fail state fails with its Error and Cause', async () => {
  const rig = new Rig({ definition: machine({ No: { Type: 'Fail', Error: 'Refused', Cause: 'because' } }) });

  const execution = await rig.run();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'because' });
  expect(rig.types).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

test('the retries so far are in the context object', async () => {
  const rig = new Rig({
    definition: machine({
      Work: task({ Parameters: { 'n.$': '$$.State.RetryCount' }, Retry: [{ ErrorEquals: ['Busy'] }] }),
    }),
    tasks: { Work: failing('Busy', 2) },
  });

  await rig.run();

  expect(rig.calls.map(({ parameters }) => parameters.n)).toEqual([0, 1, 2]);
});
