/** A process that serves the API as the local system does, over a catalog of 10,000 recordings; tells its addresses. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startCatalogDatabase } from '../../local/catalog/catalog-database.ts';
import { LambdaRuntime } from '../../local/lambda/lambda-runtime.ts';
import { startPlaybackServer } from '../../local/playback/server.ts';
import { functionOf, loadSystemModel, localEnvironment } from '../../local/system/local-system-model.ts';
import { makeSdkConfiguration } from '../../local/system/sdk-configuration.ts';
import { channelIds, itemsOf, recordingsPerChannel } from './made-catalog.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-bench-api-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// Nobody is left to tell; so also when the bench is interrupted.
process.once('disconnect', () => process.exit());

const model = await loadSystemModel(path.join(folder, 'cdk.out'));
const sdk = makeSdkConfiguration(localEnvironment.region);
const database = await startCatalogDatabase(model.tables, sdk);
const [table] = model.tables;
const client = new DynamoDBClient({ ...sdk, endpoint: database.url });
const tableName = table?.name ?? '';

const recordings = channelIds.flatMap((_, channel) =>
  Array.from({ length: recordingsPerChannel }, (_one, number) => ({ channel, number })),
);
for (let first = 0; first < recordings.length; first += 12) {
  const items = recordings.slice(first, first + 12).flatMap(({ channel, number }) => itemsOf(channel, number));
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
}

const serveApi = functionOf(model, 'ServeApi');
const runtime = new LambdaRuntime({
  functions: [serveApi],
  environment: {
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_REGION: localEnvironment.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  },
  sendToDeadLetters: async () => {},
  waitBeforeRetry: async () => {},
  logLine: (_name, line) => console.error(line),
});
const playback = await startPlaybackServer({
  behaviours: model.behaviours,
  originEndpoint: database.url,
  invokeFunction: (functionArn, event) => runtime.invoke(functionArn, event),
});
process.send?.({ apiUrl: playback.url, dynamodbUrl: database.url, tableName });
