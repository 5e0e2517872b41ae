import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { hang, machine, outputOf, Rig, task, UPDATE_ITEM } from './rig.ts';

test('a task that is not done in time is aborted with States.Timeout', async () => {
  let aborted = false;
  const rig = new Rig({
    definition: machine({ Work: task({ TimeoutSeconds: 60, Resource: UPDATE_ITEM }) }),
    tasks: {
      Work: (_, { signal }) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => {});
      },
    },
  });
  rig.start();

  await rig.clock.advance(59_999);
  const { status } = rig.engine.describeExecution(rig.statuses[0]!.detail.executionArn);
  await rig.clock.advance(1);

  expect(status).toBe('RUNNING');
  expect(await rig.finish()).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
  expect(rig.types.slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  expect(rig.history.at(-2)?.taskTimedOutEventDetails).toEqual({
    resourceType: 'dynamodb',
    resource: 'updateItem',
    error: 'States.Timeout',
  });
  expect(aborted).toBe(true);
});

test('a time-out can be retried and caught; its Cause is empty, not absent', async () => {
  const handlers = {
    Retry: [{ ErrorEquals: ['States.TaskFailed'] }, { ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
  };
  const rig = new Rig({
    definition: machine({ Work: task({ TimeoutSeconds: 5, ...handlers }), Caught: { Type: 'Succeed' } }),
    tasks: { Work: hang },
  });

  const execution = await rig.run();

  expect(rig.types.filter((type) => type === 'LambdaFunctionTimedOut')).toHaveLength(2);
  expect(outputOf(execution)).toEqual({ Error: 'States.Timeout', Cause: '' });
});

test('each attempt has the whole TimeoutSeconds', async () => {
  const rig = new Rig({
    definition: machine({ Work: task({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 8 }] }) }),
    tasks: {
      Work: (_, __, attempt) => {
        if (attempt === 1) throw new TaskFailure('Busy', '');
        return new Promise(() => {});
      },
    },
  });
  rig.start();

  await rig.clock.advance(17_999);
  const early = rig.types.includes('LambdaFunctionTimedOut');
  await rig.clock.advance(1);

  expect({ early, late: rig.types.includes('LambdaFunctionTimedOut') }).toEqual({ early: false, late: true });
});

test('the whole execution times out after the TimeoutSeconds of the machine, and stops its task', async () => {
  let aborted = false;
  const rig = new Rig({
    definition: machine({ Work: task() }, { TimeoutSeconds: 100 }),
    tasks: {
      Work: (_, { signal }) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => {});
      },
    },
  });

  const execution = await rig.run();

  expect(execution).toMatchObject({ status: 'TIMED_OUT', error: undefined, stopDate: '2026-06-23T20:13:40.000Z' });
  expect(rig.types.at(-1)).toBe('ExecutionTimedOut');
  expect(aborted).toBe(true);
});

test('a task that is done in time leaves no timer behind', async () => {
  const rig = new Rig({
    definition: machine(
      { Work: task({ TimeoutSeconds: 60, Next: 'Pause' }), Pause: { Type: 'Wait', Seconds: 5, End: true } },
      { TimeoutSeconds: 600 },
    ),
  });
  rig.start();
  await rig.clock.advance(0);

  const whileWaiting = rig.clock.sleeping;
  await rig.finish();

  // The Wait and the time-out of the execution.
  expect(whileWaiting).toBe(2);
  expect(rig.clock.sleeping).toBe(0);
});
