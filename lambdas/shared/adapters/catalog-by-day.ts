import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { catalogTable } from '../contract/catalog.ts';
import type { ItemPosition, ListedItems } from '../contract/listed-item.ts';
import { itemKey } from './item-key.ts';
import { listedProjection, readListedItems } from './listed-items.ts';
import { translateServiceErrors } from './service-errors.ts';

/** Items of one day, on all channels. */
export interface DaySpan {
  /** Of the start, UTC, `2026-06-23`. */
  readonly day: string;
  /** Goes on after this item, or with what started before a time; from the newest on when left out. */
  readonly after?: { readonly item: ItemPosition } | { readonly startedBefore: string } | undefined;
  readonly limit: number;
}

/**
 * Lists items of a day, the newest first; recordings and exports as they come.
 * @throws ServiceUnavailableError
 */
export const makeListOfDay =
  (client: DynamoDBClient, tableName: string) =>
  async ({ day, after, limit }: DaySpan): Promise<ListedItems> => {
    const isTime = after !== undefined && 'startedBefore' in after;
    const command = new QueryCommand({
      TableName: tableName,
      IndexName: catalogTable.dayIndex,
      KeyConditionExpression: isTime ? '#day = :day AND #startedAt < :before' : '#day = :day',
      ExpressionAttributeValues: { ':day': { S: day }, ...(isTime && { ':before': { S: after.startedBefore } }) },
      ...(after && 'item' in after && { ExclusiveStartKey: keyOf(day, after.item) }),
      ScanIndexForward: false,
      Limit: limit,
      ...listedProjection,
      ExpressionAttributeNames: { ...listedProjection.ExpressionAttributeNames, '#day': 'day' },
    });
    return readListedItems(await translateServiceErrors(`recordings of ${day}`, () => client.send(command)));
  };

const keyOf = (day: string, position: ItemPosition) => ({
  day: { S: day },
  startedAt: { S: position.startedAt },
  ...itemKey(position),
});
