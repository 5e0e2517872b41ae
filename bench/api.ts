/** Measures the API on a laptop, over 10,000 recordings, beside bare queries of the same items. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { apiPageSchema, apiRecordingSchema } from '../lambdas/shared/contract/api.ts';
import { catalogTable } from '../lambdas/shared/contract/catalog.ts';
import { makeSdkConfiguration } from '../local/system/sdk-configuration.ts';
import { buildLambdas } from '../scripts/build-lambdas.ts';
import { channelIds, dayOf, recordingIdOf, recordingsPerChannel } from './api/made-catalog.ts';

/** Milliseconds. */
export interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A call of the API, and a query of DynamoDB for the same items. */
export interface CallFigures {
  readonly api: Percentiles;
  readonly reference: Percentiles;
}

/** By call. */
export type ApiReport = Readonly<Record<CallName, CallFigures>>;

type CallName = 'channel' | 'day' | 'recording';

/** A page of 20 recordings has as many exports. */
const pageItems = 40;
const warmUps = 30;
const rounds = 300;

/** What one round asks for: other items each time, in an order that is the same on every run. */
interface Question {
  readonly path: string;
  readonly query: Pick<
    QueryCommandInput,
    'IndexName' | 'KeyConditionExpression' | 'ExpressionAttributeValues' | 'Limit'
  >;
  /** Throws when the answer is not what was asked for. */
  readonly check: (answer: unknown) => void;
}

const questionsOf: Record<CallName, (round: number) => Question> = {
  channel: (round) => {
    const channelId = channelIds[round % channelIds.length] ?? '';
    return {
      path: `/api/channels/${channelId}/recordings`,
      query: { ...equal('channelId', channelId), Limit: pageItems },
      check: checkPage,
    };
  },
  day: (round) => {
    const day = dayOf(round);
    return {
      path: `/api/recordings?day=${day}`,
      query: { ...equal('day', day), IndexName: catalogTable.dayIndex, Limit: pageItems },
      check: checkPage,
    };
  },
  recording: (round) => {
    const id = recordingIdOf(round % channelIds.length, (round * 7) % recordingsPerChannel);
    return {
      path: `/api/recordings/${id}`,
      query: { ...equal('recordingId', id), IndexName: catalogTable.recordingIdIndex },
      check: (answer) => apiRecordingSchema.parse(answer),
    };
  },
};

const equal = (name: string, value: string) => ({
  KeyConditionExpression: '#key = :value',
  ExpressionAttributeNames: { '#key': name },
  ExpressionAttributeValues: { ':value': { S: value } },
});

function checkPage(answer: unknown): void {
  const { recordings } = apiPageSchema.parse(answer);
  const exports = recordings.flatMap((recording) => recording.exports);
  if (recordings.length !== 20 || exports.length !== 20)
    throw new Error(`A page has ${recordings.length} recordings and ${exports.length} exports, and not 20 of each.`);
}

const addressesSchema = z.object({ apiUrl: z.string(), dynamodbUrl: z.string(), tableName: z.string() });

/** @param print told each line of the table */
export async function measureApi(print: (line: string) => void): Promise<ApiReport> {
  await buildLambdas();
  print('10,000 recordings with an export each, pages of 20; 300 calls of each kind one after the other, in ms.');
  const server = fork(path.join(import.meta.dirname, 'api/api-process.ts'), {
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  try {
    const failed = once(server, 'exit').then(([code]) => Promise.reject(new Error(`The server ended with ${code}.`)));
    failed.catch(() => {});
    const [message] = await Promise.race([once(server, 'message'), failed]);
    const addresses = addressesSchema.parse(message);
    print(tableLine('', 'API p50', 'p99', 'bare query p50', 'p99'));
    return {
      channel: await measureCall('channel', addresses, print),
      day: await measureCall('day', addresses, print),
      recording: await measureCall('recording', addresses, print),
    };
  } finally {
    server.disconnect();
  }
}

async function measureCall(
  name: CallName,
  { apiUrl, dynamodbUrl, tableName }: z.infer<typeof addressesSchema>,
  print: (line: string) => void,
): Promise<CallFigures> {
  const client = new DynamoDBClient({ ...makeSdkConfiguration('us-west-2'), endpoint: dynamodbUrl });
  const api: number[] = [];
  const reference: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const { path: urlPath, query, check } = questionsOf[name](Math.abs(round));
    const apiMs = await timed(async () => check(await (await fetch(`${apiUrl}${urlPath}`)).json()));
    const command = new QueryCommand({ TableName: tableName, ScanIndexForward: false, ...query });
    const referenceMs = await timed(() => client.send(command));
    if (round < 0) continue;
    api.push(apiMs);
    reference.push(referenceMs);
  }
  client.destroy();
  const figures = { api: percentilesOf(api), reference: percentilesOf(reference) };
  const cells = [figures.api.p50Ms, figures.api.p99Ms, figures.reference.p50Ms, figures.reference.p99Ms];
  print(tableLine(name, ...cells.map((ms) => ms.toFixed(1))));
  return figures;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

function percentilesOf(milliseconds: readonly number[]): Percentiles {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

const columnWidths = [10, 10, 8, 18, 8];

const tableLine = (...cells: string[]): string =>
  cells.map((cell, column) => cell.padStart(columnWidths[column] ?? 0)).join('');
