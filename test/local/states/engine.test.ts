import { expect, test } from '@jest/globals';
import { EXECUTION_ARN, LAMBDA, MACHINE_ARN, machine, outputOf, Rig, ROLE_ARN, task, UPDATE_ITEM } from './rig.ts';

test('the history of a run is what Step Functions would tell', async () => {
  const definition = machine({
    Read: task({ TimeoutSeconds: 60, Next: 'Good?' }),
    'Good?': { Type: 'Choice', Choices: [{ Variable: '$.good', BooleanEquals: true, Next: 'Write' }] },
    Write: task({ Resource: UPDATE_ITEM, ResultPath: null, Next: 'Done' }),
    Done: { Type: 'Succeed' },
  });
  const rig = new Rig({ definition, tasks: { Write: () => ({ written: 1 }) } });

  await rig.run({ good: true });

  const input = '{"good":true}';
  const whole = { truncated: false };
  const timestamp = '2026-06-23T20:12:00.000Z';
  const write = { resourceType: 'dynamodb', resource: 'updateItem' };
  const entered = (name: string) => ({ stateEnteredEventDetails: { name, input, inputDetails: whole } });
  const exited = (name: string) => ({ stateExitedEventDetails: { name, output: input, outputDetails: whole } });
  const expected: [string, number, object][] = [
    ['ExecutionStarted', 0, { executionStartedEventDetails: { input, inputDetails: whole, roleArn: ROLE_ARN } }],
    ['TaskStateEntered', 0, entered('Read')],
    [
      'LambdaFunctionScheduled',
      2,
      { lambdaFunctionScheduledEventDetails: { resource: LAMBDA, input, inputDetails: whole, timeoutInSeconds: 60 } },
    ],
    ['LambdaFunctionStarted', 3, {}],
    ['LambdaFunctionSucceeded', 4, { lambdaFunctionSucceededEventDetails: { output: input, outputDetails: whole } }],
    ['TaskStateExited', 5, exited('Read')],
    ['ChoiceStateEntered', 6, entered('Good?')],
    ['ChoiceStateExited', 7, exited('Good?')],
    ['TaskStateEntered', 8, entered('Write')],
    ['TaskScheduled', 9, { taskScheduledEventDetails: { ...write, region: 'us-east-1', parameters: input } }],
    ['TaskStarted', 10, { taskStartedEventDetails: write }],
    ['TaskSucceeded', 11, { taskSucceededEventDetails: { ...write, output: '{"written":1}', outputDetails: whole } }],
    ['TaskStateExited', 12, exited('Write')],
    ['SucceedStateEntered', 13, entered('Done')],
    ['SucceedStateExited', 14, exited('Done')],
    ['ExecutionSucceeded', 15, { executionSucceededEventDetails: { output: input, outputDetails: whole } }],
  ];
  expect(rig.history).toEqual(
    expected.map(([type, previousEventId, details], index) => ({
      id: index + 1,
      previousEventId,
      timestamp,
      type,
      ...details,
    })),
  );
  expect(rig.live).toEqual(rig.history);
});

test('the context object tells execution, state and state machine', async () => {
  const rig = new Rig({ definition: machine({ Work: task({ Parameters: { 'all.$': '$$' } }) }) });

  await rig.run({ a: 1 });

  const now = '2026-06-23T20:12:00Z';
  expect(rig.calls[0]?.parameters.all).toEqual({
    Execution: { Id: EXECUTION_ARN, Input: { a: 1 }, Name: 'run', RoleArn: ROLE_ARN, StartTime: now, RedriveCount: 0 },
    State: { EnteredTime: now, Name: 'Work', RetryCount: 0 },
    StateMachine: { Id: MACHINE_ARN, Name: 'machine' },
  });
});

test('an integration is told its execution and state', async () => {
  let told: object = {};
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: {
      Work: (_, { executionArn, stateName }) => {
        told = { executionArn, stateName };
      },
    },
  });

  await rig.run();

  expect(told).toEqual({ executionArn: EXECUTION_ARN, stateName: 'Work' });
});

test('a Wait waits its seconds', async () => {
  const rig = new Rig({ definition: machine({ Pause: { Type: 'Wait', Seconds: 90, End: true } }) });

  const execution = await rig.run({ a: 1 });

  expect(execution).toMatchObject({ stopDate: '2026-06-23T20:13:30.000Z', output: '{"a":1}' });
  expect(rig.types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
});

test('a Wait waits the seconds that its path points to, and fails where there are none', async () => {
  const definition = machine({ Pause: { Type: 'Wait', SecondsPath: '$.pause', End: true } });

  const waited = await new Rig({ definition }).run({ pause: 90 });
  const [absent, negative] = [await new Rig({ definition }).run({}), await new Rig({ definition }).run({ pause: -1 })];

  expect(waited).toMatchObject({ stopDate: '2026-06-23T20:13:30.000Z', output: '{"pause":90}' });
  for (const failed of [absent, negative])
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('$.pause'),
    });
});

test('stopping an execution aborts its task and keeps what it is told', async () => {
  let aborted = false;
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: {
      Work: (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve('too late');
          });
        }),
    },
  });
  rig.start();
  await rig.clock.advance(1000);

  const { stopDate } = rig.engine.stopExecution(EXECUTION_ARN, 'Enough', 'the operator said so');
  await rig.clock.advance(1000);

  expect(await rig.finish()).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'the operator said so',
    stopDate,
  });
  expect(rig.types.at(-1)).toBe('ExecutionAborted');
  expect(aborted).toBe(true);
});

test('an execution that is stopped at its very last step stays stopped', async () => {
  const rig: Rig = new Rig({
    definition: machine({ Done: { Type: 'Succeed' } }),
    onHistoryEvent: (executionArn, { type }) => {
      if (type === 'SucceedStateExited') rig.engine.stopExecution(executionArn);
    },
  });

  const execution = await rig.run();
  await rig.clock.advance(0);

  expect(execution.status).toBe('ABORTED');
  expect(rig.types.filter((type) => type.startsWith('Execution'))).toEqual(['ExecutionStarted', 'ExecutionAborted']);
});

test('stopping what has ended changes nothing', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }) });
  const before = await rig.run();
  await rig.clock.advance(5000);

  const { stopDate } = rig.engine.stopExecution(EXECUTION_ARN);

  expect(stopDate).toBe(before.stopDate);
  expect(await rig.finish()).toEqual(before);
});

test('the executions of a state machine are listed latest first, all or by status', async () => {
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: { Work: (input) => (input.hang ? new Promise(() => {}) : 1) },
  });
  for (const [name, input] of [
    ['one', {}],
    ['two', { hang: true }],
    ['three', {}],
  ] as const) {
    rig.engine.startExecution({ stateMachineArn: MACHINE_ARN, name, input: JSON.stringify(input) });
    await rig.clock.advance(name === 'one' ? 1000 : 0);
  }

  const all = rig.engine.listExecutions(MACHINE_ARN).map(({ name }) => name);
  const running = rig.engine.listExecutions(MACHINE_ARN, 'RUNNING').map(({ name }) => name);

  expect({ all, running }).toEqual({ all: ['three', 'two', 'one'], running: ['two'] });
});

test('a new definition holds for new executions, a running one keeps its own', async () => {
  const rig = new Rig({
    definition: machine({
      Pause: { Type: 'Wait', Seconds: 5, Next: 'Old' },
      Old: { Type: 'Pass', Result: 'old', End: true },
    }),
  });
  rig.start();
  await rig.clock.advance(0);

  const definition = machine({ New: { Type: 'Pass', Result: 'new', End: true } });
  rig.engine.registerStateMachine({ arn: MACHINE_ARN, name: 'machine', roleArn: ROLE_ARN, definition });
  const { executionArn } = rig.engine.startExecution({ stateMachineArn: MACHINE_ARN, name: 'second' });

  expect(outputOf(await rig.finish())).toBe('old');
  expect(outputOf(await rig.finish(executionArn))).toBe('new');
  expect(rig.engine.describeExecution(EXECUTION_ARN).machine.definition).toContain('old');
  expect(rig.engine.describeStateMachine(MACHINE_ARN).definition).toBe(definition);
});

test('states that lead to each other for ever end at the limit of 25,000 events', async () => {
  const rig = new Rig({ definition: machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }) });

  const execution = await rig.run();

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('maximum number of history events (25000)'),
    redriveStatus: 'NOT_REDRIVABLE',
  });
  expect(rig.history).toHaveLength(25_000);
});
