/** The API as it runs on a laptop, alone: its bundle, behind the playback server, over a DynamoDB with nothing in it. */
import '../../fixtures/one-realm.ts';
import path from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { catalogTable, toAttributeMap } from '../../../lambdas/shared/contract/catalog.ts';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import { startCatalogDatabase } from '../../../local/catalog/catalog-database.ts';
import { LambdaRuntime } from '../../../local/lambda/lambda-runtime.ts';
import { startPlaybackServer } from '../../../local/playback/server.ts';
import { endpointEnvironment } from '../../../local/system/endpoints.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';
import type { FunctionModel, TableModel } from '../../../local/template/system-model.ts';

const sdk = makeSdkConfiguration('us-west-2');
const { partitionKey, sortKey, dayIndex, recordingIdIndex } = catalogTable;
const keys = (hash: string, range: string): TableModel['keySchema'] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const table: TableModel = {
  name: 'catalog',
  attributes: [partitionKey, sortKey, 'recordingId', 'day', 'startedAt'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  keySchema: keys(partitionKey, sortKey),
  indexes: [
    { name: recordingIdIndex, keySchema: keys('recordingId', sortKey) },
    { name: dayIndex, keySchema: keys('day', 'startedAt') },
  ],
};
const serveApi: FunctionModel = {
  name: 'ServeApi',
  arn: 'arn:aws:lambda:us-west-2:000000000000:function:ServeApi',
  // `npm test` builds the bundles before.
  directory: path.resolve(import.meta.dirname, '../../../dist/serve-api'),
  handler: 'index.handler',
  environment: { [environmentNames.catalogTableName]: table.name },
  timeoutSeconds: 20,
  memoryMb: 512,
  asynchronous: { retries: 0 },
};

const anyOrigin = { origins: ['*'], allowsCredentials: false };

/** See the file's comment. */
export interface CatalogApi {
  /** Of the playback server. */
  readonly url: string;
  /** Of DynamoDB. */
  readonly databaseUrl: string;
  readonly tableName: string;
  /** Writes items as the workflows write them. */
  put(items: readonly { readonly recordingKey: string }[]): Promise<void>;
  /** DynamoDB is gone from now on. */
  loseDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCatalogApi(): Promise<CatalogApi> {
  const database = await startCatalogDatabase([table], sdk);
  const nowhere = 'http://127.0.0.1:9';
  const unused = [
    ...(['s3', 'sns', 'sqs', 'sfn', 'mediaconvert', 'eventbridge', 'lambda', 'ivs', 'cloudformation'] as const),
    ...(['logs', 'cloudfront'] as const),
  ];
  const endpoints = { ...byName(unused, nowhere), dynamodb: database.url };
  const runtime = new LambdaRuntime({
    functions: [serveApi],
    environment: endpointEnvironment(endpoints, nowhere, 'us-west-2'),
    sendToDeadLetters: async () => {},
    waitBeforeRetry: async () => {},
    logLine: () => {},
  });
  const playback = await startPlaybackServer({
    behaviours: [
      { pathPattern: 'api/*', functionArn: serveApi.arn, added: { fixed: {}, cors: anyOrigin } },
      { pathPattern: '*', bucket: 'exports' },
    ],
    originEndpoint: nowhere,
    invokeFunction: (functionArn, event) => runtime.invoke(functionArn, event),
  });
  let isDatabaseUp = true;
  const loseDatabase = async () => {
    if (isDatabaseUp) await database.stop();
    isDatabaseUp = false;
  };
  const client = new DynamoDBClient({ ...sdk, endpoint: database.url });
  return {
    url: playback.url,
    databaseUrl: database.url,
    tableName: table.name,
    put: async (items) => {
      for (let first = 0; first < items.length; first += 25) {
        const requests = items.slice(first, first + 25).map((item) => ({
          PutRequest: { Item: toAttributeMap({ ...item, day: item.recordingKey.slice(0, 10) }) as never },
        }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } }));
      }
    },
    loseDatabase,
    stop: async () => {
      client.destroy();
      await playback.stop();
      await runtime.stop();
      await loseDatabase();
    },
  };
}

const byName = <Name extends string>(names: readonly Name[], url: string) =>
  Object.fromEntries(names.map((name) => [name, url])) as Record<Name, string>;
