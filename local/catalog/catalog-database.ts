/** DynamoDB: dynalite with the tables of the template, in memory or in a folder that outlives the process. */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  paginateScan,
  QueryCommand,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { catalogTable } from '../../lambdas/shared/contract/catalog.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import type { TableModel } from '../template/system-model.ts';

/** An item in plain JSON. */
export type PlainItem = Record<string, unknown>;

/** See the file's comment. */
export interface CatalogDatabase {
  readonly url: string;
  /** The recording's item and its exports' items, in the order of their sort keys. */
  itemsOfRecording(recordingId: string): Promise<PlainItem[]>;
  /** Days (UTC) on which a recording began, the newest first. Reads the whole table. */
  days(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Turns a typed DynamoDB value into plain JSON. Throws on binary and set values, which do not occur in the catalog. */
export function toPlainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(toPlainValue);
  if (value.M !== undefined) return toPlainItem(value.M);
  if (value.NULL === true) return null;
  throw new Error(`The catalog holds ${JSON.stringify(value)}, which has no plain form here.`);
}

const toPlainItem = (item: Record<string, AttributeValue>): PlainItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlainValue(value)]));

const createTable = (table: TableModel): CreateTableCommand =>
  new CreateTableCommand({
    TableName: table.name,
    AttributeDefinitions: [...table.attributes],
    KeySchema: [...table.keySchema],
    BillingMode: 'PAY_PER_REQUEST',
    ...(table.indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: table.indexes.map(({ name, keySchema }) => ({
            IndexName: name,
            KeySchema: [...keySchema],
            Projection: { ProjectionType: 'ALL' },
          })),
        }),
  });

async function createMissing(client: DynamoDBClient, table: TableModel): Promise<void> {
  try {
    await client.send(createTable(table));
  } catch (error) {
    // It is there since an earlier start.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  // A new one is CREATING for a moment, and so may one be whose process was killed just then.
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 0.1 }, { TableName: table.name });
}

/** Starts the database with the tables of the template; with a folder, on what an earlier start left there. */
export async function startCatalogDatabase(
  tables: readonly TableModel[],
  configuration: SdkConfiguration,
  directory?: string,
): Promise<CatalogDatabase> {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const server: Server = dynalite({ createTableMs: 0, ...(directory === undefined ? {} : { path: directory }) });
  const { url, stop } = await listenOnLoopback(server);
  const client = new DynamoDBClient({ ...configuration, endpoint: url });
  for (const table of tables) await createMissing(client, table);
  const catalog = tables.find(({ indexes }) => indexes.some(({ name }) => name === catalogTable.recordingIdIndex));
  return {
    url,
    itemsOfRecording: async (recordingId) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: catalog?.name,
          IndexName: catalogTable.recordingIdIndex,
          KeyConditionExpression: 'recordingId = :recordingId',
          ExpressionAttributeValues: { ':recordingId': { S: recordingId } },
        }),
      );
      return Items.map(toPlainItem);
    },
    days: async () => {
      const days = new Set<string>();
      const pages = paginateScan(
        { client },
        { TableName: catalog?.name, ProjectionExpression: '#day', ExpressionAttributeNames: { '#day': 'day' } },
      );
      for await (const { Items = [] } of pages) for (const { day } of Items) if (day?.S !== undefined) days.add(day.S);
      return [...days].sort().reverse();
    },
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}
