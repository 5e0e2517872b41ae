import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, MACHINE_ARN, machine, Rig, task } from './rig.ts';

test('EventBridge is told when an execution begins and when it ends', async () => {
  const rig = new Rig({ definition: machine({ Pause: { Type: 'Wait', Seconds: 2, Next: 'Work' }, Work: task() }) });

  await rig.run({ a: 1 });

  const startDate = Date.parse('2026-06-23T20:12:00.000Z');
  const begun = {
    executionArn: EXECUTION_ARN,
    stateMachineArn: MACHINE_ARN,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    name: 'run',
    status: 'RUNNING',
    startDate,
    stopDate: null,
    input: '{"a":1}',
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: null,
    cause: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
  };
  expect(rig.statuses).toEqual([
    {
      version: '0',
      id: expect.any(String),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '123456789012',
      time: '2026-06-23T20:12:00Z',
      region: 'us-east-1',
      resources: [EXECUTION_ARN],
      detail: begun,
    },
    expect.objectContaining({
      time: '2026-06-23T20:12:02Z',
      detail: {
        ...begun,
        status: 'SUCCEEDED',
        stopDate: startDate + 2000,
        output: '{"a":1}',
        outputDetails: { included: true },
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      },
    }),
  ]);
});

test('a failure is told with its error, its cause and that it can be redriven', async () => {
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: {
      Work: () => {
        throw new TaskFailure('E', 'C');
      },
    },
  });

  await rig.run();

  expect(rig.statuses.at(-1)?.detail).toMatchObject({
    status: 'FAILED',
    error: 'E',
    cause: 'C',
    redriveStatus: 'REDRIVABLE',
    redriveStatusReason: null,
  });
});

test.each([
  [200_000, true],
  [260_000, false],
])('an input of %p bytes is in the status event: %p', async (length, included) => {
  const rig = new Rig({
    definition: machine({ Work: task({ ResultPath: null, OutputPath: null }) }),
    tasks: { Work: () => 1 },
  });

  await rig.run('x'.repeat(length));

  expect(rig.statuses[0]?.detail.inputDetails).toEqual({ included });
  expect(rig.statuses[0]?.detail.input === null).toBe(!included);
});

test('when input and output are too large together, the status event carries the output alone', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }) });

  await rig.run('x'.repeat(150_000));

  expect(rig.statuses.map(({ detail }) => [detail.inputDetails.included, detail.outputDetails?.included])).toEqual([
    [true, undefined],
    [false, true],
  ]);
});
