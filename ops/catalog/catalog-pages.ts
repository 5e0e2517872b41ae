/** Reads the catalog by queries: the table by a channel, an index by day, by recording, by attention. Never by a Scan. */
import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type PlainItem, toPlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import { type CatalogItem, catalogTable } from '../../lambdas/shared/contract/catalog.ts';

/** A span of time; its end is not in it. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

/** Ids that a recording is looked for by. */
export interface WantedRecording {
  readonly recordingId: string;
  /** Of any channel when left out. */
  readonly channelId?: string | undefined;
}

/** What commands read of the catalog, page by page, the latest start first. */
export interface CatalogPages {
  /** Items whose start lies in the span, or some minutes beside it, since the prefix knows it to the minute only. */
  ofChannel(channelId: string, span: Span): AsyncIterable<readonly PlainItem[]>;
  /** The same of all channels. */
  ofAllChannels(span: Span): AsyncIterable<readonly PlainItem[]>;
  /** The item of a recording, and those of its exports. */
  ofRecording(wanted: WantedRecording): AsyncIterable<readonly PlainItem[]>;
  /** Items that somebody should look at, for that reason. */
  ofAttention(reason: NonNullable<CatalogItem['attention']>): AsyncIterable<readonly PlainItem[]>;
}

/** The prefix's minute and the metadata file's start lie a second or two apart; this is ample. */
const leewayMs = 10 * 60_000;

/** Makes them. @param onDay told of each day that is looked at, `2026-06-23` */
export function makeCatalogPages(
  client: DynamoDBClient,
  TableName: string,
  onDay: (day: string) => void = () => {},
): CatalogPages {
  const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
    queryPages(client, { TableName, ScanIndexForward: false, ...input });
  return {
    ofChannel: (channelId, span) => {
      const { first, last } = minutesAround(span);
      return query({
        KeyConditionExpression: 'channelId = :channelId AND recordingKey BETWEEN :first AND :last',
        // `~` sorts behind everything that follows the minute.
        ExpressionAttributeValues: texts({ ':channelId': channelId, ':first': first, ':last': `${last}~` }),
      });
    },
    ofAllChannels: async function* (span) {
      for (const day of daysOf(span)) {
        onDay(day);
        yield* query({
          IndexName: catalogTable.dayIndex,
          KeyConditionExpression: '#day = :day AND startedAt BETWEEN :first AND :last',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: texts({ ':day': day, ...startsAround(span) }),
        });
      }
    },
    ofRecording: ({ channelId, recordingId }) =>
      query({
        IndexName: catalogTable.recordingIdIndex,
        KeyConditionExpression: 'recordingId = :recordingId',
        ...(channelId !== undefined && { FilterExpression: 'channelId = :channelId' }),
        ExpressionAttributeValues: texts({
          ':recordingId': recordingId,
          ...(channelId !== undefined && { ':channelId': channelId }),
        }),
      }),
    ofAttention: (reason) =>
      query({
        IndexName: catalogTable.attentionIndex,
        KeyConditionExpression: 'attention = :reason',
        ExpressionAttributeValues: texts({ ':reason': reason }),
      }),
  };
}

async function* queryPages(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<PlainItem[]> {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey }));
    yield (page.Items ?? []).map(toPlainItem);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

const texts = (values: Readonly<Record<string, string>>): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }]));

/** As sort keys begin: `2026-06-23T20:12Z`. */
const minuteOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

const minutesAround = ({ since, until }: Span) => ({
  first: minuteOf(Math.max(0, since.getTime() - leewayMs)),
  last: minuteOf(until.getTime() + leewayMs),
});

/** Some starts tell milliseconds and some do not: `Z` sorts behind the fraction's dot. */
const startsAround = ({ since, until }: Span) => ({
  ':first': secondOf(Math.max(0, since.getTime() - leewayMs)),
  ':last': `${secondOf(until.getTime() + leewayMs)}Z`,
});

const secondOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** Days of a span in UTC, the latest first. */
export function daysOf({ since, until }: Span): string[] {
  const dayMs = 24 * 60 * 60_000;
  const first = Math.floor(Math.max(0, since.getTime() - leewayMs) / dayMs);
  const last = Math.floor((until.getTime() - 1 + leewayMs) / dayMs);
  const count = Math.max(0, last - first + 1);
  return Array.from({ length: count }, (_, back) => new Date((last - back) * dayMs).toISOString().slice(0, 10));
}
