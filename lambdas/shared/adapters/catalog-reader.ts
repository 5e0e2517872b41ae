/** Reads the catalog for start-processing, the backfill and the reconciler. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { catalogTable } from '../contract/catalog.ts';
import { ServiceUnavailableError } from '../contract/errors.ts';
import { type CatalogKey, itemKey } from './item-key.ts';
import { readItems, toPlainItem } from './plain-item.ts';
import { translateServiceErrors } from './service-errors.ts';

/** DynamoDB hands back what it had no capacity for; 50 ms × 2ⁿ, 6 tries, about 3 s. */
const maxTries = 6;

/**
 * Finds which of at most 100 items are there, by their sort keys.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 * @throws ServiceUnavailableError
 */
export const makeFindInCatalog =
  (client: DynamoDBClient, tableName: string) =>
  async (keys: readonly CatalogKey[]): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    let left: BatchGetItemCommandInput['RequestItems'] = {
      [tableName]: { Keys: keys.map(itemKey), ProjectionExpression: catalogTable.sortKey },
    };
    for (let attempt = 0; attempt < maxTries; attempt++) {
      const command = new BatchGetItemCommand({ RequestItems: left });
      const answer: BatchGetItemCommandOutput = await translateServiceErrors('items of the catalog', () =>
        client.send(command),
      );
      for (const item of answer.Responses?.[tableName] ?? []) found.add(item[catalogTable.sortKey]?.S ?? '');
      left = answer.UnprocessedKeys;
      if (left === undefined || Object.keys(left).length === 0) return found;
      await sleep(50 * 2 ** attempt);
    }
    throw new ServiceUnavailableError(`DynamoDB left items of ${tableName} unread, ${maxTries} times.`);
  };

const wholeSchema = z.object({
  status: z.literal('playable'),
  recording: z.object({ completeness: z.literal('complete') }),
});

/**
 * Tells whether the catalog has a recording as playable and complete.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
 * @throws ServiceUnavailableError
 */
export const makeIsKnownWhole =
  (client: DynamoDBClient, tableName: string) =>
  async (key: CatalogKey): Promise<boolean> => {
    const command = new GetItemCommand({
      TableName: tableName,
      Key: itemKey(key),
      ProjectionExpression: '#status, recording.completeness',
      ExpressionAttributeNames: { '#status': 'status' },
    });
    const { Item } = await translateServiceErrors(`the item ${key.recordingKey}`, () => client.send(command));
    return Item !== undefined && wholeSchema.safeParse(toPlainItem(Item)).success;
  };

const itemSchema = z.object({
  type: z.enum(['recording', 'export']),
  asOf: z.string(),
  exportName: z.optional(z.string()),
  failure: z.optional(
    z.object({
      run: z.object({ executionArn: z.string(), redriveCount: z.number() }),
      announced: z.optional(z.boolean()),
    }),
  ),
});

/** What an item tells of the last failure. */
export type ItemReport = z.infer<typeof itemSchema>;

/**
 * Reads what the items of a recording and of its exports tell of failures. One page is enough: a recording has some
 * twenty exports at most.
 * @throws ServiceUnavailableError
 */
export const makeReadItemReports =
  (client: DynamoDBClient, tableName: string) =>
  async (recordingId: string): Promise<ItemReport[]> => {
    const command = new QueryCommand({
      TableName: tableName,
      IndexName: catalogTable.recordingIdIndex,
      KeyConditionExpression: 'recordingId = :recordingId',
      ExpressionAttributeValues: { ':recordingId': { S: recordingId } },
      ProjectionExpression: '#type, asOf, exportName, failure.#run, failure.announced',
      ExpressionAttributeNames: { '#type': 'type', '#run': 'run' },
    });
    const { Items } = await translateServiceErrors(`the items of ${recordingId}`, () => client.send(command));
    return readItems(Items, itemSchema);
  };
