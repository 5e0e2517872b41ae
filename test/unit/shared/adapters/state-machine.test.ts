import { afterEach, describe, expect, test } from '@jest/globals';
import {
  executionArnOf,
  makeDescribeExecution,
  makeRedriveExecution,
  makeStartExecution,
  makeStepFunctionsClient,
} from '../../../../lambdas/shared/adapters/state-machine.ts';
import { type Answer, json, jsonError, startAwsEndpoint } from './aws-endpoint.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:process-recording';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:process-recording:c-r';

let close = async (): Promise<void> => {};
afterEach(() => close());

async function connect(...answers: Answer[]) {
  const endpoint = await startAwsEndpoint(answers);
  const client = makeStepFunctionsClient(endpoint.clientConfig);
  close = async () => {
    client.destroy();
    await endpoint.close();
  };
  return { client, requests: endpoint.requests };
}

test('the ARN of an execution follows from its name', () => {
  expect(executionArnOf(stateMachineArn, 'c-r')).toBe(executionArn);
});

describe('starting an execution', () => {
  test('sends name and input, and says that it started', async () => {
    const { client, requests } = await connect(json({ executionArn, startDate: 1_782_245_561 }));

    const isStarted = await makeStartExecution(client, stateMachineArn)('c-r', { recording: 'x' });

    expect(isStarted).toBe(true);
    expect(requests.map(({ target }) => target)).toEqual(['AWSStepFunctions.StartExecution']);
    expect(JSON.parse(requests[0]!.body)).toEqual({ stateMachineArn, name: 'c-r', input: '{"recording":"x"}' });
  });

  test('says that the name is taken', async () => {
    const { client, requests } = await connect(
      jsonError(
        'com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists',
        `Execution Already Exists: '${executionArn}'`,
      ),
    );

    expect(await makeStartExecution(client, stateMachineArn)('c-r', {})).toBe(false);
    expect(requests).toHaveLength(1);
  });

  test('throws every other refusal as it is', async () => {
    const { client } = await connect(jsonError('StateMachineDoesNotExist', 'State Machine Does Not Exist'));

    await expect(makeStartExecution(client, stateMachineArn)('c-r', {})).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  test('tries again after a broken connection: the name guards against a second execution', async () => {
    const { client, requests } = await connect('hang-up', json({ executionArn, startDate: 1_782_245_561 }));

    expect(await makeStartExecution(client, stateMachineArn)('c-r', {})).toBe(true);
    expect(requests).toHaveLength(2);
  });
});

describe('describing an execution', () => {
  test('tells status, redrive status, end and input', async () => {
    const { client, requests } = await connect(
      json({
        executionArn,
        stateMachineArn,
        name: 'c-r',
        status: 'FAILED',
        startDate: 1_782_245_561.123,
        stopDate: 1_782_245_571.123,
        input: '{}',
        redriveCount: 0,
        redriveStatus: 'REDRIVABLE',
      }),
    );

    const description = await makeDescribeExecution(client)(executionArn);

    expect(description).toEqual({
      status: 'FAILED',
      redriveStatus: 'REDRIVABLE',
      stopDate: new Date(1_782_245_571_123),
      input: '{}',
    });
    expect(JSON.parse(requests[0]!.body)).toEqual({ executionArn });
  });

  test('throws when there is none, so that the trigger is tried again later', async () => {
    const { client } = await connect(jsonError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`));

    await expect(makeDescribeExecution(client)(executionArn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('redriving an execution', () => {
  test('sends a token, so that a request whose answer is lost does not redrive twice', async () => {
    const { client, requests } = await connect('hang-up', json({ redriveDate: 1_782_245_561 }));

    expect(await makeRedriveExecution(client)(executionArn)).toBe(true);

    const [first, second] = requests.map(({ body }) => JSON.parse(body));
    expect(first).toEqual({ executionArn, clientToken: expect.any(String) });
    expect(second).toEqual(first);
  });

  test('says that it cannot be redriven', async () => {
    const { client } = await connect(jsonError('ExecutionNotRedrivable', 'Execution is RUNNING'));

    expect(await makeRedriveExecution(client)(executionArn)).toBe(false);
  });

  test('throws every other refusal as it is', async () => {
    const { client } = await connect(
      jsonError('AccessDeniedException', 'not authorized to perform: states:RedriveExecution'),
    );

    await expect(makeRedriveExecution(client)(executionArn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
