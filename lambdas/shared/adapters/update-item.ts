/** Changes one item of the catalog where a condition holds. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { CatalogWrite, ConditionalUpdate } from '../contract/catalog.ts';
import { itemKey } from './item-key.ts';
import { translateServiceErrors } from './service-errors.ts';

/** What is changed, on what condition, and what is to be given back of the item. */
type ItemUpdate = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/**
 * Changes the item, or resolves to `superseded` where the condition does not hold.
 *
 * @param update Its values are given back only where it asks for them.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 * @throws ServiceUnavailableError
 */
export async function updateItem(
  client: DynamoDBClient,
  tableName: string,
  key: ConditionalUpdate['key'],
  update: ItemUpdate,
): Promise<CatalogWrite> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: itemKey(key),
    ...update,
  });
  try {
    const { Attributes } = await translateServiceErrors(`the item ${key.recordingKey}`, () => client.send(command));
    return { outcome: 'written', status: Attributes?.status?.S };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { outcome: 'superseded' };
    throw error;
  }
}

/** `SET` or `REMOVE` with its parts; nothing without any, since DynamoDB refuses a clause without anything in it. */
export const clause = (keyword: 'SET' | 'REMOVE', parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`${keyword} ${parts.join(', ')}`];
