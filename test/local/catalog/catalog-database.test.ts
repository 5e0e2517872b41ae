import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from '@jest/globals';
import { catalogTable, toAttributeMap, toAttributeValue } from '../../../lambdas/shared/contract/catalog.ts';
import { type CatalogDatabase, startCatalogDatabase, toPlainValue } from '../../../local/catalog/catalog-database.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';
import type { TableModel } from '../../../local/template/system-model.ts';

const sdk = makeSdkConfiguration('us-west-2');
const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
const catalog: TableModel = {
  name: 'catalog',
  attributes: ['channelId', 'recordingKey', 'recordingId'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  keySchema: [key('channelId', 'HASH'), key('recordingKey', 'RANGE')],
  indexes: [
    { name: catalogTable.recordingIdIndex, keySchema: [key('recordingId', 'HASH'), key('recordingKey', 'RANGE')] },
  ],
};
const other: TableModel = {
  name: 'other',
  attributes: [{ AttributeName: 'id', AttributeType: 'S' }],
  keySchema: [key('id', 'HASH')],
  indexes: [],
};

let database: CatalogDatabase | undefined;
afterEach(() => database?.stop());

test("a recording's items come in plain JSON, the recording before its exports", async () => {
  database = await startCatalogDatabase([other, catalog], sdk);
  const client = new DynamoDBClient({ ...sdk, endpoint: database.url });
  const items = [
    { channelId: 'c', recordingKey: '2026#r#export#a', recordingId: 'r', sizeBytes: 7 },
    { channelId: 'c', recordingKey: '2026#r', recordingId: 'r', findings: [{ code: 'x', isBad: true, none: null }] },
    { channelId: 'c', recordingKey: '2026#s', recordingId: 's' },
  ];
  for (const item of items)
    await client.send(new PutItemCommand({ TableName: 'catalog', Item: toAttributeMap(item) as never }));

  const found = await database.itemsOfRecording('r');

  client.destroy();
  expect(found).toEqual([items[1], items[0]]);
  expect(await database.itemsOfRecording('nobody')).toEqual([]);
});

test('every table of the template is there, with its indexes', async () => {
  database = await startCatalogDatabase([other, catalog], sdk);
  const client = new DynamoDBClient({ ...sdk, endpoint: database.url });

  const tables = await Promise.all(
    ['other', 'catalog'].map((TableName) => client.send(new DescribeTableCommand({ TableName }))),
  );

  client.destroy();
  expect(tables.map(({ Table }) => Table?.GlobalSecondaryIndexes?.length ?? 0)).toEqual([0, 1]);
});

test('a plain value survives the way to DynamoDB and back', () => {
  const value = { text: 'ü', number: -1.5, yes: true, no: false, none: null, list: [1, ['a']], map: { deep: {} } };

  expect(toPlainValue(toAttributeValue(value) as never)).toEqual(value);
});

test('a value that has no plain form here is refused rather than lost', () => {
  expect(() => toPlainValue({ SS: ['a'] })).toThrow('has no plain form');
});

test('what is in a folder is there after a restart', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'catalog-'));
  const put = async (url: string, recordingKey: string) => {
    const client = new DynamoDBClient({ ...sdk, endpoint: url });
    const Item = toAttributeMap({ channelId: 'c', recordingKey, recordingId: 'r' });
    await client.send(new PutItemCommand({ TableName: 'catalog', Item: structuredClone(Item) as never }));
    client.destroy();
  };
  database = await startCatalogDatabase([other, catalog], sdk, directory);
  await put(database.url, 'first');
  await database.stop();

  database = await startCatalogDatabase([other, catalog], sdk, directory);
  await put(database.url, 'second');

  const items = await database.itemsOfRecording('r');
  expect(items.map(({ recordingKey }) => recordingKey)).toEqual(['first', 'second']);
  await database.stop();
  database = undefined;
  rmSync(directory, { recursive: true });
});
