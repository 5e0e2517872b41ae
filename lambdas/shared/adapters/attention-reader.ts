/** Reads of the catalog what is said to have failed. */
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { catalogTable } from '../contract/catalog.ts';
import { parseJson } from '../contract/json-text.ts';
import { translateServiceErrors } from './service-errors.ts';

const text = z.object({ S: z.string() });
const itemSchema = z.object({
  asOf: text,
  failure: z.object({
    M: z.object({
      at: text,
      run: z.object({ M: z.object({ executionArn: text, redriveCount: z.object({ N: z.string() }) }) }),
    }),
  }),
});
const keySchema = z.record(z.string(), text);

/** An item with `attention: failed`, and the failure that it tells of. */
export interface FailedItem {
  readonly asOf: string;
  readonly failure: {
    readonly at: string;
    readonly run: { readonly executionArn: string; readonly redriveCount: number };
  };
}

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
    const { Items = [], LastEvaluatedKey: last } = await translateServiceErrors('what failed', () =>
      client.send(command),
    );
    const items = Items.flatMap((item) => {
      const parsed = itemSchema.safeParse(item);
      return parsed.success ? [toFailedItem(parsed.data)] : [];
    });
    return { items, nextToken: last === undefined ? undefined : JSON.stringify(last) };
  };

function toFailedItem({ asOf, failure }: z.infer<typeof itemSchema>): FailedItem {
  const { at, run } = failure.M;
  const { executionArn, redriveCount } = run.M;
  return {
    asOf: asOf.S,
    failure: { at: at.S, run: { executionArn: executionArn.S, redriveCount: Number(redriveCount.N) } },
  };
}
