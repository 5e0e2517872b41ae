import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, hang, MACHINE_ARN, machine, outputOf, Rig, ROLE_ARN, type Task, task } from './rig.ts';

const failTimes =
  (times: number, error = 'Broken'): Task =>
  (input, _, attempt) => {
    if (attempt <= times) throw new TaskFailure(error, `attempt ${attempt}`);
    return { input, attempt };
  };

const twoSteps = machine({
  First: task({ ResultPath: '$.first', Next: 'Second' }),
  Second: task({ Parameters: { 'had.$': '$.first', 'redrive.$': '$$.Execution' } }),
});

test('a redrive goes on at the state that failed, with its input and what came before', async () => {
  const rig = new Rig({ definition: twoSteps, tasks: { First: () => 'result', Second: failTimes(1) } });
  await rig.run({ a: 1 });
  await rig.clock.advance(60_000);

  const execution = await rig.redrive();

  const redriveDate = '2026-06-23T20:13:00.000Z';
  expect(execution).toMatchObject({
    executionArn: EXECUTION_ARN,
    status: 'SUCCEEDED',
    redriveCount: 1,
    redriveDate,
    error: undefined,
  });
  expect(rig.calls.map(({ state }) => state)).toEqual(['First', 'Second', 'Second']);
  expect(rig.calls[2]?.parameters).toMatchObject({
    had: 'result',
    redrive: { RedriveCount: 1, RedriveTime: '2026-06-23T20:13:00Z', StartTime: '2026-06-23T20:12:00Z' },
  });
  expect(rig.history.slice(9).map(({ id, previousEventId, type }) => `${previousEventId} < ${id} ${type}`)).toEqual([
    '9 < 10 LambdaFunctionFailed',
    '10 < 11 ExecutionFailed',
    '11 < 12 ExecutionRedriven',
    '12 < 13 LambdaFunctionScheduled',
    '13 < 14 LambdaFunctionStarted',
    '14 < 15 LambdaFunctionSucceeded',
    '15 < 16 TaskStateExited',
    '16 < 17 ExecutionSucceeded',
  ]);
  expect(rig.history[11]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  expect(rig.statuses.map(({ detail }) => [detail.status, detail.redriveCount])).toEqual([
    ['RUNNING', 0],
    ['FAILED', 0],
    ['RUNNING', 1],
    ['SUCCEEDED', 1],
  ]);
  expect(rig.statuses.at(-1)?.detail.redriveDate).toBe(Date.parse(redriveDate));
});

test('an execution can be redriven more than once', async () => {
  const rig = new Rig({ definition: twoSteps, tasks: { Second: failTimes(2) } });
  await rig.run();

  const second = await rig.redrive();
  const third = await rig.redrive();

  expect(second).toMatchObject({ status: 'FAILED', cause: 'attempt 2', redriveCount: 1 });
  expect(third).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  expect(rig.calls.filter(({ state }) => state === 'First')).toHaveLength(1);
});

test('while a redrive runs, nothing is left of the failure', async () => {
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: { Work: (_, __, attempt) => (attempt === 1 ? failTimes(1)(_, __, 1) : new Promise(() => {})) },
  });
  await rig.run();

  rig.engine.redriveExecution(EXECUTION_ARN);
  await rig.clock.advance(0);

  expect(rig.engine.describeExecution(EXECUTION_ARN)).toMatchObject({
    status: 'RUNNING',
    error: undefined,
    cause: undefined,
    stopDate: undefined,
  });
});

test('the retry counters begin anew', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }];
  const rig = new Rig({ definition: machine({ Work: task({ Retry }) }), tasks: { Work: failTimes(5, 'Busy') } });
  await rig.run();

  const execution = await rig.redrive();

  expect(execution.status).toBe('SUCCEEDED');
  expect(rig.calls).toHaveLength(6);
});

test('what timed out or was stopped can be redriven, and its time counts anew', async () => {
  const tasks = { Work: ((_, __, attempt) => (attempt < 3 ? new Promise(() => {}) : 'done')) satisfies Task };
  const rig = new Rig({ definition: machine({ Work: task() }, { TimeoutSeconds: 100 }), tasks });
  const timedOut = await rig.run();

  rig.engine.redriveExecution(EXECUTION_ARN);
  await rig.clock.advance(99_000);
  rig.engine.stopExecution(EXECUTION_ARN);
  const stopped = await rig.finish();
  const done = await rig.redrive();

  expect([timedOut.status, stopped.status, done.status]).toEqual(['TIMED_OUT', 'ABORTED', 'SUCCEEDED']);
  expect(done.redriveCount).toBe(2);
});

test('a Fail state fails again', async () => {
  const rig = new Rig({ definition: machine({ No: { Type: 'Fail', Error: 'Refused' } }) });
  await rig.run();

  const execution = await rig.redrive();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'Refused', redriveCount: 1 });
  expect(rig.types).toEqual([
    'ExecutionStarted',
    'FailStateEntered',
    'ExecutionFailed',
    'ExecutionRedriven',
    'FailStateEntered',
    'ExecutionFailed',
  ]);
});

test('a Wait that was cut short waits its whole time again', async () => {
  const rig = new Rig({ definition: machine({ Pause: { Type: 'Wait', Seconds: 60, End: true } }) });
  rig.start();
  await rig.clock.advance(50_000);
  rig.engine.stopExecution(EXECUTION_ARN);

  const execution = await rig.redrive();

  expect(execution.stopDate).toBe('2026-06-23T20:13:50.000Z');
});

test('a redrive runs the definition that the execution began with', async () => {
  const rig = new Rig({ definition: twoSteps, tasks: { Second: failTimes(1) } });
  await rig.run();
  const definition = machine({ Other: { Type: 'Succeed' } });
  rig.engine.registerStateMachine({ arn: MACHINE_ARN, name: 'machine', roleArn: ROLE_ARN, definition });

  const execution = await rig.redrive();

  expect(outputOf(execution).attempt).toBe(2);
});

test.each([
  ['RUNNING', hang],
  ['SUCCEEDED', () => 1],
] satisfies [string, Task][])('what is %s cannot be redriven', async (status, work) => {
  const rig = new Rig({ definition: machine({ Work: task() }), tasks: { Work: work } });
  rig.start();
  await rig.clock.advance(0);

  expect(() => rig.engine.redriveExecution(EXECUTION_ARN)).toThrow(
    expect.objectContaining({
      code: 'ExecutionNotRedrivable',
      message: `Execution is ${status} and cannot be redriven`,
    }),
  );
});

test('14 days after its end an execution cannot be redriven any more', async () => {
  const rig = new Rig({ definition: twoSteps, tasks: { First: failTimes(9) } });
  await rig.run();

  await rig.clock.advance(14 * 24 * 60 * 60 * 1000 + 1);

  expect(() => rig.engine.redriveExecution(EXECUTION_ARN)).toThrow('Execution redrivable period exceeded');
});

test('redrives with the same client token are one redrive, for 15 minutes', async () => {
  const rig = new Rig({ definition: twoSteps, tasks: { First: failTimes(9) } });
  await rig.run();
  const first = rig.engine.redriveExecution(EXECUTION_ARN, 'token');
  await rig.finish();
  await rig.clock.advance(15 * 60 * 1000);

  const again = rig.engine.redriveExecution(EXECUTION_ARN, 'token');
  const count = rig.engine.describeExecution(EXECUTION_ARN).redriveCount;
  await rig.clock.advance(1);
  rig.engine.redriveExecution(EXECUTION_ARN, 'token');

  expect(again).toEqual(first);
  expect(count).toBe(1);
  expect(rig.engine.describeExecution(EXECUTION_ARN).redriveCount).toBe(2);
});
