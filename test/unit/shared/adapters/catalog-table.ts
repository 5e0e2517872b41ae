import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  type AttributeValue,
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { makeDynamoDbClient } from '../../../../lambdas/shared/adapters/catalog-writer.ts';
import { catalogTable, toAttributeMap } from '../../../../lambdas/shared/contract/catalog.ts';

// The package has no types.
const dynalite: (options: object) => Server = createRequire(import.meta.url)('dynalite');

const tableName = 'catalog';
const { partitionKey, sortKey } = catalogTable;

/** Key of an item of the catalog. */
export interface ItemKey {
  readonly channelId: string;
  readonly recordingKey: string;
}

/** The catalog's table in an embedded DynamoDB that knows reserved words and conditions. */
export async function startCatalogTable() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = makeDynamoDbClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partitionKey, sortKey, 'day', 'startedAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: catalogTable.dayIndex,
          KeySchema: [
            { AttributeName: 'day', KeyType: 'HASH' },
            { AttributeName: 'startedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  const keyOf = ({ channelId, recordingKey }: ItemKey) => ({
    [partitionKey]: { S: channelId },
    [sortKey]: { S: recordingKey },
  });
  return {
    client,
    tableName,
    putItem: (item: object) =>
      client.send(new PutItemCommand({ TableName: tableName, Item: structuredClone(toAttributeMap(item)) as Item })),
    /** Runs an update as a state machine would. */
    update: (key: ItemKey, update: Omit<ConstructorParameters<typeof UpdateItemCommand>[0], 'TableName' | 'Key'>) =>
      client.send(new UpdateItemCommand({ TableName: tableName, Key: keyOf(key), ...update })),
    readItem: async (key: ItemKey) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: keyOf(key) }));
      return Item === undefined ? undefined : fromAttributeMap(Item);
    },
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Item = Record<string, AttributeValue>;

const fromAttributeMap = (map: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, fromAttributeValue(value)]));

function fromAttributeValue(value: AttributeValue): unknown {
  if (value.M !== undefined) return fromAttributeMap(value.M);
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? value.BOOL ?? null;
}
