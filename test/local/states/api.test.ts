import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type StatesApi, startStatesApi } from '../../../local/states/api.ts';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, MACHINE_ARN, machine, Rig, ROLE_ARN, task, UPDATE_ITEM } from './rig.ts';

const definition = machine(
  { Work: task({ Resource: UPDATE_ITEM, Next: 'Done' }), Done: { Type: 'Succeed' } },
  { Comment: 'x' },
);
const startDate = new Date('2026-06-23T20:12:00.000Z');
let rig: Rig;
let api: StatesApi;
let client: SFNClient;

beforeEach(async () => {
  rig = new Rig({
    definition,
    tasks: {
      Work: (input, _, attempt) => {
        if (input.hang) return new Promise(() => {});
        if (input.fail >= attempt) throw new TaskFailure('Broken', 'the cause');
        return input;
      },
    },
  });
  api = await startStatesApi(rig.engine);
  client = new SFNClient({
    endpoint: api.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await api.close();
  await rig.engine.close();
});

const start = (input: object = {}, name = 'run') =>
  client.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name, input: JSON.stringify(input) }));

test('the SDK starts an execution and describes it while it runs and afterwards', async () => {
  const started = await start({ hang: true });
  await rig.clock.advance(1500);
  const running = await client.send(new DescribeExecutionCommand({ executionArn: EXECUTION_ARN }));
  const { stopDate } = await client.send(
    new StopExecutionCommand({ executionArn: EXECUTION_ARN, error: 'E', cause: 'C' }),
  );
  const stopped = await client.send(new DescribeExecutionCommand({ executionArn: EXECUTION_ARN }));

  expect(started).toMatchObject({ executionArn: EXECUTION_ARN, startDate });
  const { $metadata: _, ...described } = running;
  expect(described).toEqual({
    executionArn: EXECUTION_ARN,
    stateMachineArn: MACHINE_ARN,
    name: 'run',
    status: 'RUNNING',
    startDate,
    input: '{"hang":true}',
    inputDetails: { included: true },
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
  });
  expect(stopDate).toEqual(new Date('2026-06-23T20:12:01.500Z'));
  expect(stopped).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C', stopDate, redriveStatus: 'REDRIVABLE' });
});

test('the SDK redrives an execution and reads its output', async () => {
  await start({ fail: 1 });
  await rig.finish();
  await rig.clock.advance(2000);

  const { redriveDate } = await client.send(
    new RedriveExecutionCommand({ executionArn: EXECUTION_ARN, clientToken: 't' }),
  );
  const again = await client.send(new RedriveExecutionCommand({ executionArn: EXECUTION_ARN, clientToken: 't' }));
  await rig.finish();
  const described = await client.send(new DescribeExecutionCommand({ executionArn: EXECUTION_ARN }));

  expect(redriveDate).toEqual(new Date('2026-06-23T20:12:02.000Z'));
  expect(again.redriveDate).toEqual(redriveDate);
  expect(described).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"fail":1}',
    outputDetails: { included: true },
    redriveCount: 1,
    redriveDate,
  });
});

test('the SDK reads the history whole', async () => {
  await start({ fail: 1 });
  await rig.finish();

  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: EXECUTION_ARN }));

  expect(events?.map(({ id, previousEventId, type, timestamp }) => ({ id, previousEventId, type, timestamp }))).toEqual(
    ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskFailed', 'ExecutionFailed'].map(
      (type, index) => ({
        id: index + 1,
        previousEventId: Math.max(0, index === 1 ? 0 : index),
        type,
        timestamp: startDate,
      }),
    ),
  );
  expect(events?.[2]?.taskScheduledEventDetails).toEqual({
    resourceType: 'dynamodb',
    resource: 'updateItem',
    region: 'us-east-1',
    parameters: '{"fail":1}',
  });
  expect(events?.[4]?.taskFailedEventDetails).toEqual({
    resourceType: 'dynamodb',
    resource: 'updateItem',
    error: 'Broken',
    cause: 'the cause',
  });
});

test('the SDK reads the history backwards, in pages, without the data', async () => {
  await start({ a: 1 });
  await rig.finish();

  const pages: number[][] = [];
  const paginator = paginateGetExecutionHistory(
    { client, pageSize: 3 },
    { executionArn: EXECUTION_ARN, reverseOrder: true, includeExecutionData: false },
  );
  let entered: unknown;
  for await (const { events } of paginator) {
    pages.push(events!.map(({ id }) => id!));
    entered ??= events!.find(({ type }) => type === 'SucceedStateEntered')?.stateEnteredEventDetails;
  }

  expect(pages).toEqual([
    [9, 8, 7],
    [6, 5, 4],
    [3, 2, 1],
  ]);
  expect(entered).toEqual({ name: 'Done', inputDetails: { truncated: false } });
});

test('the SDK lists executions in pages that stay right while new ones begin', async () => {
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    await start({ hang: name === 'two' }, name);
    await rig.clock.advance(1000);
  }

  const names: string[] = [];
  for await (const { executions } of paginateListExecutions(
    { client, pageSize: 2 },
    { stateMachineArn: MACHINE_ARN },
  )) {
    if (names.length === 0) await start({}, 'late');
    names.push(...executions!.map(({ name }) => name!));
  }
  const running = await client.send(
    new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, statusFilter: 'RUNNING' }),
  );

  expect(names).toEqual(['five', 'four', 'three', 'two', 'one']);
  expect(running.executions?.map(({ name }) => name)).toEqual(['two']);
  expect(running.executions?.[0]).toMatchObject({ stateMachineArn: MACHINE_ARN, status: 'RUNNING', redriveCount: 0 });
});

test('the SDK reads state machines', async () => {
  await start();

  const { stateMachines } = await client.send(new ListStateMachinesCommand());
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
  const ofExecution = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn: EXECUTION_ARN }));

  const common = { stateMachineArn: MACHINE_ARN, name: 'machine' };
  expect(stateMachines).toEqual([{ ...common, type: 'STANDARD', creationDate: startDate }]);
  expect(described).toMatchObject({
    ...common,
    definition,
    roleArn: ROLE_ARN,
    status: 'ACTIVE',
    type: 'STANDARD',
    creationDate: startDate,
  });
  expect(ofExecution).toMatchObject({ ...common, definition, roleArn: ROLE_ARN, updateDate: startDate });
});

const missing = `${EXECUTION_ARN}-missing`;
const failures: [string, () => Promise<unknown>][] = [
  ['ExecutionAlreadyExists', async () => [await start({ a: 1 }), await start({ a: 2 })]],
  ['InvalidName', () => start({}, 'not a name')],
  ['InvalidExecutionInput', () => client.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, input: '{' }))],
  ['InvalidArn', () => client.send(new StartExecutionCommand({ stateMachineArn: 'machine' }))],
  ['StateMachineDoesNotExist', () => client.send(new ListExecutionsCommand({ stateMachineArn: `${MACHINE_ARN}2` }))],
  ['ExecutionDoesNotExist', () => client.send(new DescribeExecutionCommand({ executionArn: missing }))],
  ['ExecutionDoesNotExist', () => client.send(new GetExecutionHistoryCommand({ executionArn: missing }))],
  ['ExecutionDoesNotExist', () => client.send(new RedriveExecutionCommand({ executionArn: missing }))],
  ['ExecutionDoesNotExist', () => client.send(new StopExecutionCommand({ executionArn: missing }))],
  [
    'ExecutionNotRedrivable',
    async () => [
      await start({ hang: true }),
      await client.send(new RedriveExecutionCommand({ executionArn: EXECUTION_ARN })),
    ],
  ],
  [
    'InvalidToken',
    async () => [
      await start(),
      await client.send(new GetExecutionHistoryCommand({ executionArn: EXECUTION_ARN, nextToken: 'x' })),
    ],
  ],
  [
    'ValidationException',
    () => client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, maxResults: 1001 })),
  ],
  ['UnknownOperationException', () => client.send(new TagResourceCommand({ resourceArn: MACHINE_ARN, tags: [] }))],
];

test.each(failures)('the SDK gets %s as its own error', async (name, request) => {
  await expect(request()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
});

test('an action that is not there is refused by its name', async () => {
  const request = client.send(new TagResourceCommand({ resourceArn: MACHINE_ARN, tags: [] }));

  await expect(request).rejects.toThrow("has no action 'AWSStepFunctions.TagResource'");
});
