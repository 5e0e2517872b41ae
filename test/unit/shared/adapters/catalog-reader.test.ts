import { expect, test } from '@jest/globals';
import { makeListFailedItems } from '../../../../lambdas/shared/adapters/attention-reader.ts';
import {
  makeFindInCatalog,
  makeIsKnownWhole,
  makeReadItemReports,
} from '../../../../lambdas/shared/adapters/catalog-reader.ts';
import { makeDynamoDbClient } from '../../../../lambdas/shared/adapters/catalog-writer.ts';
import { json, jsonError, startAwsEndpoint } from './aws-endpoint.ts';
import { startCatalogTable } from './catalog-table.ts';

const keys = ['2026-06-23T20:12Z#one', '2026-06-23T20:13Z#two', '2026-06-23T20:14Z#three'].map((recordingKey) => ({
  channelId: 'AbCdef1G2hij',
  recordingKey,
}));
const keyOf = (recordingKey: string) => ({ channelId: { S: 'AbCdef1G2hij' }, recordingKey: { S: recordingKey } });

test('items that are there are found, whatever is in them', async () => {
  const table = await startCatalogTable();
  await table.putItem({ ...keys[0], status: 'playable' });
  await table.putItem({ ...keys[2], status: 'failed' });

  const found = await makeFindInCatalog(table.client, table.tableName)(keys);

  await table.close();
  expect([...found].sort()).toEqual(['2026-06-23T20:12Z#one', '2026-06-23T20:14Z#three']);
});

test.each([
  ['is playable and complete', { status: 'playable', recording: { completeness: 'complete' } }, true],
  ['is only partly there', { status: 'playable', recording: { completeness: 'partial' } }, false],
  ['failed', { status: 'failed', recording: { bucket: 'my-recordings' } }, false],
  ['is empty', { status: 'empty', recording: {} }, false],
  ['is not in the catalog', undefined, false],
])('whether a recording is known as whole: one that %s', async (_what, item, expected) => {
  const table = await startCatalogTable();
  if (item !== undefined) await table.putItem({ ...keys[0], ...item });

  const isWhole = await makeIsKnownWhole(table.client, table.tableName)(keys[0]!);

  await table.close();
  expect(isWhole).toBe(expected);
});

test('what DynamoDB hands back unread is asked for again', async () => {
  const endpoint = await startAwsEndpoint([
    json({
      Responses: { catalog: [{ recordingKey: { S: keys[0]!.recordingKey } }] },
      UnprocessedKeys: { catalog: { Keys: [keyOf(keys[1]!.recordingKey)] } },
    }),
    json({ Responses: { catalog: [{ recordingKey: { S: keys[1]!.recordingKey } }] }, UnprocessedKeys: {} }),
  ]);

  const found = await makeFindInCatalog(makeDynamoDbClient(endpoint.clientConfig), 'catalog')(keys);

  await endpoint.close();
  expect(found.size).toBe(2);
  expect(endpoint.requests.map(({ body }) => JSON.parse(body).RequestItems.catalog.Keys.length)).toEqual([3, 1]);
});

test('what an item tells of its last failure is read, and an item of another shape is passed over', async () => {
  const run = { M: { executionArn: { S: 'arn:run' }, redriveCount: { N: '2' } } };
  const endpoint = await startAwsEndpoint([
    json({
      Items: [
        {
          type: { S: 'recording' },
          asOf: { S: '2026-06-23T21:00:00.000Z' },
          failure: { M: { run, announced: { BOOL: false } } },
        },
        { type: { S: 'export' }, asOf: { S: '2026-06-23T22:00:00.000Z' }, exportName: { S: 'archive' } },
        { type: { S: 'something else' } },
      ],
    }),
  ]);

  const reports = await makeReadItemReports(makeDynamoDbClient(endpoint.clientConfig), 'catalog')('one');

  await endpoint.close();
  expect(reports).toEqual([
    {
      type: 'recording',
      asOf: '2026-06-23T21:00:00.000Z',
      exportName: undefined,
      failure: { run: { executionArn: 'arn:run', redriveCount: 2 }, announced: false },
    },
    { type: 'export', asOf: '2026-06-23T22:00:00.000Z', exportName: 'archive', failure: undefined },
  ]);
  expect(JSON.parse(endpoint.requests[0]!.body)).toMatchObject({
    IndexName: 'byRecordingId',
    ExpressionAttributeValues: { ':recordingId': { S: 'one' } },
  });
});

test('what failed is listed a page at a time, and an item of another shape is passed over', async () => {
  const run = { M: { executionArn: { S: 'arn:run' }, redriveCount: { N: '2' } } };
  const asOf = { S: '2026-06-23T21:00:00.000Z' };
  const last = { ...keyOf('k'), attention: { S: 'failed' }, startedAt: { S: '2026-06-23T20:12:00Z' } };
  const endpoint = await startAwsEndpoint([
    json({ Items: [{ asOf, failure: { M: { at: asOf, run } } }, { asOf }], LastEvaluatedKey: last }),
    json({ Items: [] }),
  ]);
  const listFailedItems = makeListFailedItems(makeDynamoDbClient(endpoint.clientConfig), 'catalog');

  const first = await listFailedItems(undefined);
  const second = await listFailedItems(first.nextToken);

  await endpoint.close();
  expect(first.items).toEqual([
    { asOf: asOf.S, failure: { at: asOf.S, run: { executionArn: 'arn:run', redriveCount: 2 } } },
  ]);
  expect(second).toEqual({ items: [], nextToken: undefined });
  expect(endpoint.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
    { IndexName: 'byAttention', Limit: 100, ExpressionAttributeValues: { ':failed': { S: 'failed' } } },
    { ExclusiveStartKey: last },
  ]);
});

test('passing faults are named for a Retry, and others go through', async () => {
  const strained = await startAwsEndpoint([jsonError('ProvisionedThroughputExceededException', 'too much')]);
  const missing = await startAwsEndpoint([jsonError('ResourceNotFoundException', 'no table')]);
  const noWaiting = { maxAttempts: 1 };

  const first = makeFindInCatalog(makeDynamoDbClient({ ...strained.clientConfig, ...noWaiting }), 'catalog')(keys);
  await expect(first).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  const second = makeReadItemReports(makeDynamoDbClient(missing.clientConfig), 'catalog')('one');
  await expect(second).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

  await strained.close();
  await missing.close();
});
