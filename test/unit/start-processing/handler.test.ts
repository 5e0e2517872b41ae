import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CapturedOutput, captureOutput } from '../../fixtures/captured-output.ts';
import { json, startAwsEndpoint } from '../shared/adapters/aws-endpoint.ts';
import { bucket, makeIvsEvent } from './triggers.ts';

const processRecordingArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:process-recording';
const executionArn = 'arn:aws:states:us-west-2:123456789012:execution:process-recording:AbCdef1G2hij-j8Z9O91ndcVs';
const { env } = process;
let output: CapturedOutput;
let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;

beforeAll(async () => {
  endpoint = await startAwsEndpoint([
    { status: 400, body: '{"__type":"ExecutionAlreadyExists","message":"taken"}' },
    json({
      executionArn,
      status: 'FAILED',
      redriveStatus: 'REDRIVABLE',
      stateMachineArn: processRecordingArn,
      startDate: 1,
      stopDate: 2,
    }),
    json({ redriveDate: 1 }),
  ]);
  process.env = {
    ...env,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SFN: endpoint.clientConfig.endpoint,
    RECORDINGS_BUCKETS: JSON.stringify([bucket]),
    CHANNEL_ARNS: '[]',
    PROCESS_RECORDING_ARN: processRecordingArn,
    CATALOG_TABLE_NAME: 'catalog',
  };
  output = captureOutput();
});
afterAll(async () => {
  process.env = env;
  output.release();
  await endpoint.close();
});

test('the handler looks at, and redrives, the execution of the name that is taken, and logs the outcome', async () => {
  const { handler } = await import('../../../lambdas/start-processing/handler.ts');

  const outcomes = await handler(makeIvsEvent());

  expect(outcomes.outcomes).toEqual([
    { recordingId: 'j8Z9O91ndcVs', outcome: 'redriven', executionName: 'AbCdef1G2hij-j8Z9O91ndcVs' },
  ]);
  expect(output.lines).toMatchObject([
    {
      ...outcomes.outcomes[0],
      channelId: 'AbCdef1G2hij',
      recordingId: 'j8Z9O91ndcVs',
      executionArn,
      level: 'INFO',
    },
  ]);
  expect(endpoint.requests.map(({ target, body }) => [target, JSON.parse(body).executionArn])).toEqual([
    ['AWSStepFunctions.StartExecution', undefined],
    ['AWSStepFunctions.DescribeExecution', executionArn],
    ['AWSStepFunctions.RedriveExecution', executionArn],
  ]);
});
