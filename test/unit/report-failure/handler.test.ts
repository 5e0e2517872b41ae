import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CapturedOutput, captureOutput } from '../../fixtures/captured-output.ts';
import { json, startAwsEndpoint } from '../shared/adapters/aws-endpoint.ts';
import { executionArn, exportRecordingArn, makeStatusEvent, processRecordingArn } from './events.ts';

const { env } = process;
let output: CapturedOutput;
let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;

beforeAll(async () => {
  endpoint = await startAwsEndpoint([
    json({ events: [] }),
    json({ Attributes: { status: { S: 'failed' } } }),
    json({ Attributes: { status: { S: 'failed' } } }),
    { body: '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>' },
    json({}),
  ]);
  process.env = {
    ...env,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: endpoint.clientConfig.endpoint,
    PROCESS_RECORDING_ARN: processRecordingArn,
    EXPORT_RECORDING_ARN: exportRecordingArn,
    EXPORT_PROFILES: '{}',
    DEFAULT_EXPORTS: '[]',
    CATALOG_TABLE_NAME: 'catalog',
    CATALOG_EXPIRE_AFTER_DAYS: 'null',
    NOTIFICATION_TOPIC_ARN: 'arn:aws:sns:us-west-2:123456789012:notifications',
  };
  output = captureOutput();
});
afterAll(async () => {
  process.env = env;
  output.release();
  await endpoint.close();
});

test('the handler reads the history, writes the catalog, publishes, notes that, in this order, and logs the report', async () => {
  const { handler } = await import('../../../lambdas/report-failure/handler.ts');

  const report = await handler(makeStatusEvent());

  expect(report).toMatchObject({ outcome: 'reported', executionArn });
  expect(output.lines).toMatchObject([{ ...report, executionArn, level: 'INFO', service: 'report-failure' }]);
  const [history, first, verdict, publication, mark] = endpoint.requests;
  expect(history).toMatchObject({ target: 'AWSStepFunctions.GetExecutionHistory' });
  for (const update of [first, verdict, mark]) {
    expect(update).toMatchObject({
      target: 'DynamoDB_20120810.UpdateItem',
      body: expect.stringContaining('"catalog"'),
    });
  }
  expect(publication?.body).toContain('Action=Publish');
});
