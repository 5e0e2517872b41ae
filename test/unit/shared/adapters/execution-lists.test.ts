import { expect, test } from '@jest/globals';
import {
  makeDescribeEnded,
  makeListExecutions,
  makeListFailures,
} from '../../../../lambdas/shared/adapters/execution-lists.ts';
import { makeStepFunctionsClient } from '../../../../lambdas/shared/adapters/state-machine.ts';
import { type Answer, json, jsonError, startAwsEndpoint } from './aws-endpoint.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:process-recording';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:process-recording:a-b';

/** Asks an endpoint that gives these answers. */
async function ask<Result>(
  answers: Answer[],
  request: (client: ReturnType<typeof makeStepFunctionsClient>) => Promise<Result>,
) {
  const endpoint = await startAwsEndpoint(answers);
  const client = makeStepFunctionsClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  try {
    return { result: await request(client), bodies: endpoint.requests.map(({ body }) => JSON.parse(body)) };
  } finally {
    client.destroy();
    await endpoint.close();
  }
}

const listed = (name: string, more: object = {}) => ({
  executionArn: `${executionArn.slice(0, -3)}${name}`,
  name,
  status: 'FAILED',
  startDate: 1_782_246_000,
  stopDate: 1_782_246_060,
  ...more,
});

test('all executions are listed, page by page, a thousand at a time', async () => {
  const { result, bodies } = await ask(
    [
      json({ executions: [listed('a-b')], nextToken: 't' }),
      json({ executions: [listed('c-d', { status: 'RUNNING' })] }),
    ],
    async (client) => {
      const pages: unknown[] = [];
      for await (const page of makeListExecutions(client, stateMachineArn)()) pages.push(page);
      return pages;
    },
  );

  const startDate = new Date(1_782_246_000_000);
  expect(result).toMatchObject([
    [{ executionArn, name: 'a-b', status: 'FAILED', startDate, stopDate: new Date(1_782_246_060_000) }],
    [{ name: 'c-d', status: 'RUNNING', startDate }],
  ]);
  expect(bodies).toEqual([
    { stateMachineArn, maxResults: 1000 },
    { stateMachineArn, maxResults: 1000, nextToken: 't' },
  ]);
});

test('those of one status are listed, each call waited for', async () => {
  let calls = 0;
  const beforeCall = async () => void calls++;

  const { bodies } = await ask([json({ nextToken: 't' }), json({})], async (client) => {
    for await (const _ of makeListExecutions(client, stateMachineArn, { status: 'RUNNING', beforeCall })());
  });

  expect(bodies).toMatchObject([{ statusFilter: 'RUNNING' }, { statusFilter: 'RUNNING', nextToken: 't' }]);
  expect(calls).toBe(2);
});

test('failures of one status are listed a page at a time', async () => {
  const request = { stateMachineArn, status: 'TIMED_OUT', nextToken: 'before' } as const;
  const { result, bodies } = await ask(
    [
      json({
        executions: [listed('a-b', { redriveCount: 2 }), listed('no-end', { stopDate: undefined })],
        nextToken: 't',
      }),
    ],
    (client) => makeListFailures(client)(request),
  );

  expect(result).toEqual({
    failures: [
      {
        executionArn,
        name: 'a-b',
        startDate: new Date(1_782_246_000_000),
        stopDate: new Date(1_782_246_060_000),
        redriveCount: 2,
      },
    ],
    nextToken: 't',
  });
  expect(bodies).toEqual([{ stateMachineArn, statusFilter: 'TIMED_OUT', maxResults: 100, nextToken: 'before' }]);
});

test('an execution that has ended is described with what its event would tell', async () => {
  const answer = {
    ...listed('a-b'),
    stateMachineArn,
    error: 'E',
    input: '{}',
    redriveCount: 1,
    redriveStatus: 'REDRIVABLE',
  };
  const { result } = await ask([json(answer)], (client) => makeDescribeEnded(client)(executionArn));

  expect(result).toEqual({
    executionArn,
    stateMachineArn,
    name: 'a-b',
    status: 'FAILED',
    startDate: new Date(1_782_246_000_000),
    stopDate: new Date(1_782_246_060_000),
    redriveCount: 1,
    redriveStatus: 'REDRIVABLE',
    error: 'E',
    input: '{}',
  });
});

test.each([
  ['runs again', json({ ...listed('a-b'), stateMachineArn, status: 'RUNNING' })],
  ['is gone', jsonError('ExecutionDoesNotExist', 'gone')],
])('one that %s has no end to describe', async (_what, answer) => {
  expect((await ask([answer], (client) => makeDescribeEnded(client)(executionArn))).result).toBeUndefined();
});

test('throttling is named for a Retry', async () => {
  const throttled = ask([jsonError('ThrottlingException', 'Rate exceeded')], (client) =>
    makeListFailures(client)({ stateMachineArn, status: 'FAILED', nextToken: undefined }),
  );

  await expect(throttled).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
});
