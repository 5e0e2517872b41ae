import { afterEach, expect, test } from '@jest/globals';
import { makeReadHistoryBackwards } from '../../../../lambdas/shared/adapters/execution-history.ts';
import { makeStepFunctionsClient } from '../../../../lambdas/shared/adapters/state-machine.ts';
import { type Answer, json, startAwsEndpoint } from './aws-endpoint.ts';

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
  return { readHistoryBackwards: makeReadHistoryBackwards(client), requests: endpoint.requests };
}

const at = { timestamp: 1_782_245_561.5 };
const time = '2026-06-23T20:12:41.500Z';

test('events are read newest first, over pages, with what they say of states and errors', async () => {
  const failure = { error: 'RecordingDamagedError', cause: '{"errorMessage":"No rendition."}' };
  const { readHistoryBackwards, requests } = await connect(
    json({
      events: [
        { ...at, id: 6, previousEventId: 5, type: 'ExecutionFailed', executionFailedEventDetails: failure },
        { ...at, id: 5, previousEventId: 4, type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failure },
      ],
      nextToken: 'page-2',
    }),
    json({
      events: [
        { ...at, id: 4, previousEventId: 3, type: 'LambdaFunctionStarted' },
        {
          ...at,
          id: 3,
          previousEventId: 2,
          type: 'ExecutionRedriven',
          executionRedrivenEventDetails: { redriveCount: 1 },
        },
        {
          ...at,
          id: 2,
          previousEventId: 0,
          type: 'TaskStateEntered',
          stateEnteredEventDetails: { name: 'ValidateRecording' },
        },
        { ...at, id: 1, previousEventId: 0, type: 'ExecutionStarted', executionStartedEventDetails: { input: '{}' } },
      ],
    }),
  );

  const events = await readHistoryBackwards(executionArn);

  expect(events).toEqual([
    { time, id: 6, previousEventId: 5, type: 'ExecutionFailed', ...failure },
    { time, id: 5, previousEventId: 4, type: 'LambdaFunctionFailed', ...failure },
    { time, id: 4, previousEventId: 3, type: 'LambdaFunctionStarted' },
    { time, id: 3, previousEventId: 2, type: 'ExecutionRedriven', redriveCount: 1 },
    { time, id: 2, previousEventId: 0, type: 'TaskStateEntered', stateName: 'ValidateRecording' },
    { time, id: 1, previousEventId: 0, type: 'ExecutionStarted' },
  ]);
  const asked = { executionArn, reverseOrder: true, includeExecutionData: true, maxResults: 1000 };
  expect(requests.map(({ body }) => JSON.parse(body))).toEqual([asked, { ...asked, nextToken: 'page-2' }]);
});

test.each([
  'executionTimedOut',
  'executionAborted',
  'lambdaFunctionTimedOut',
  'lambdaFunctionScheduleFailed',
  'lambdaFunctionStartFailed',
  'taskFailed',
  'taskTimedOut',
  'taskSubmitFailed',
  'taskStartFailed',
  'evaluationFailed',
])('the error in an event %s is found', async (name) => {
  const event = {
    ...at,
    id: 1,
    type: 'X',
    [`${name}EventDetails`]: { error: 'E', cause: 'C', resource: 'r', resourceType: 't' },
  };
  const { readHistoryBackwards } = await connect(json({ events: [event] }));

  expect(await readHistoryBackwards(executionArn)).toEqual([expect.objectContaining({ error: 'E', cause: 'C' })]);
});

test('a history without end is not read to the end', async () => {
  const { readHistoryBackwards, requests } = await connect(
    json({ events: [{ ...at, id: 1, type: 'TaskScheduled' }], nextToken: 'more' }),
  );

  const events = await readHistoryBackwards(executionArn);

  expect(events).toHaveLength(10);
  expect(requests).toHaveLength(10);
});
