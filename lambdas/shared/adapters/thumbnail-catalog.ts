/** What the catalog tells of thumbnails, read and changed for their retention. */
import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { catalogTable } from '../contract/catalog.ts';
import type {
  CataloguedRecording,
  ListDayOfThumbnails,
  ThumbnailsUpdate,
  UpdateThumbnails,
} from '../recording/thumbnail-ports.ts';
import { aliases } from './attribute-aliases.ts';
import { readItems } from './plain-item.ts';
import { translateServiceErrors } from './service-errors.ts';
import { clause, updateItem } from './update-item.ts';

const itemSchema = z.object({
  channelId: z.string(),
  recordingKey: z.string(),
  judgedAt: z.optional(z.string()),
  recording: z.object({ bucket: z.string(), prefix: z.string(), endedAt: z.optional(z.string()) }),
  playback: z.optional(z.object({ thumbnailUrl: z.optional(z.string()), thumbnailCount: z.optional(z.number()) })),
});

const names = ['day', 'type', 'channelId', 'recordingKey', 'judgedAt', 'recording', 'bucket', 'prefix', 'endedAt'];

/** Items that are looked at for one page, exports included. */
const pageSize = 200;

/**
 * Lists the recordings of a day. An item that tells of no recording is passed over.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export const makeListDayOfThumbnails = (client: DynamoDBClient, tableName: string): ListDayOfThumbnails =>
  async function* listDay(day) {
    let after: Record<string, AttributeValue> | undefined;
    do {
      const command = new QueryCommand({
        TableName: tableName,
        IndexName: catalogTable.dayIndex,
        KeyConditionExpression: '#day = :day',
        FilterExpression: '#type = :recording AND attribute_not_exists(#thumbnailsExpiredAt)',
        ProjectionExpression:
          '#channelId, #recordingKey, #judgedAt, #recording.#bucket, #recording.#prefix, #recording.#endedAt, #playback.#thumbnailUrl, #playback.#thumbnailCount',
        ExpressionAttributeNames: aliases([
          ...names,
          ...['playback', 'thumbnailUrl', 'thumbnailCount', 'thumbnailsExpiredAt'],
        ]),
        ExpressionAttributeValues: { ':day': { S: day }, ':recording': { S: 'recording' } },
        Limit: pageSize,
        ...(after && { ExclusiveStartKey: after }),
      });
      const page: QueryCommandOutput = await translateServiceErrors(`recordings of ${day}`, () => client.send(command));
      yield readItems(page.Items, itemSchema).map(toRecording);
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  };

const toRecording = ({ recording, playback, ...item }: z.infer<typeof itemSchema>): CataloguedRecording => ({
  ...item,
  ...recording,
  ...playback,
});

/** Changes what an item tells of thumbnails. */
export const makeUpdateThumbnails =
  (client: DynamoDBClient, tableName: string): UpdateThumbnails =>
  async (update) => {
    const { outcome } = await updateItem(client, tableName, update, expressionsOf(update));
    return outcome;
  };

function expressionsOf({ judgedAt, playback, thumbnailsExpiredAt }: ThumbnailsUpdate) {
  const url = playback?.thumbnailUrl;
  const sets = [
    ...(url === undefined ? [] : ['#playback.#thumbnailUrl = :url']),
    ...(thumbnailsExpiredAt === undefined ? [] : ['#thumbnailsExpiredAt = :expiredAt']),
  ];
  const removals =
    playback === undefined
      ? []
      : ['#playback.#thumbnailCount', ...(url === undefined ? ['#playback.#thumbnailUrl'] : [])];
  return {
    UpdateExpression: [...clause('SET', sets), ...clause('REMOVE', removals)].join(' '),
    ConditionExpression: `attribute_exists(#recordingKey) AND ${judgedAt === undefined ? 'attribute_not_exists(#judgedAt)' : '#judgedAt = :judgedAt'}`,
    // DynamoDB refuses a name or a value that no expression uses.
    ExpressionAttributeNames: aliases([
      'recordingKey',
      'judgedAt',
      ...(playback === undefined ? [] : ['playback', 'thumbnailUrl', 'thumbnailCount']),
      ...(thumbnailsExpiredAt === undefined ? [] : ['thumbnailsExpiredAt']),
    ]),
    ...valuesOf({ ':judgedAt': judgedAt, ':url': url, ':expiredAt': thumbnailsExpiredAt }),
  };
}

function valuesOf(texts: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, { S: text }]]));
  return given.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(given) };
}
