/** Reads of the catalog what is said to have failed. */
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { catalogTable } from '../contract/catalog.ts';
import { parseJson } from '../contract/json-text.ts';
import { readItems } from './plain-item.ts';
import { translateServiceErrors } from './service-errors.ts';

const itemSchema = z.object({
  asOf: z.string(),
  failure: z.object({ at: z.string(), run: z.object({ executionArn: z.string(), redriveCount: z.number() }) }),
});
const keySchema = z.record(z.string(), z.object({ S: z.string() }));

/** An item with `attention: failed`, and the failure that it tells of. */
export type FailedItem = z.infer<typeof itemSchema>;

/**
 * Lists one page of the items that somebody should look at since something failed, at most 100, the latest recordings
 * first. Items of another shape are passed over.
 *
 * @param nextToken Of the page before.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 * @throws ServiceUnavailableError
 */
export const makeListFailedItems =
  (client: DynamoDBClient, tableName: string) =>
  async (nextToken: string | undefined): Promise<{ items: FailedItem[]; nextToken: string | undefined }> => {
    const command = new QueryCommand({
      TableName: tableName,
      IndexName: catalogTable.attentionIndex,
      KeyConditionExpression: 'attention = :failed',
      ExpressionAttributeValues: { ':failed': { S: 'failed' } },
      ProjectionExpression: 'asOf, failure.#at, failure.#run',
      ExpressionAttributeNames: { '#at': 'at', '#run': 'run' },
      ScanIndexForward: false,
      Limit: 100,
      ...(nextToken === undefined ? {} : { ExclusiveStartKey: keySchema.parse(parseJson(nextToken)) }),
    });
    const { Items, LastEvaluatedKey: last } = await translateServiceErrors('what failed', () => client.send(command));
    return { items: readItems(Items, itemSchema), nextToken: last === undefined ? undefined : JSON.stringify(last) };
  };
