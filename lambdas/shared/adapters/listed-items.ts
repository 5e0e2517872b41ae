/** What the three ways to list the catalog share: which attributes, and how an item is read. */
import type { QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { type ListedItems, listedAttributes, listedItemSchema } from '../contract/listed-item.ts';
import { aliases } from './attribute-aliases.ts';
import { toPlainItem } from './plain-item.ts';

/** Of a query. */
export const listedProjection = {
  ProjectionExpression: listedAttributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: aliases(listedAttributes),
};

/** Reads a page of items. One that does not fit is no error: a list must not end at what a later version wrote. */
export const readListedItems = ({ Items = [], LastEvaluatedKey }: QueryCommandOutput): ListedItems => ({
  items: Items.map((item) => ({
    position: {
      channelId: item.channelId?.S ?? '',
      recordingKey: item.recordingKey?.S ?? '',
      startedAt: item.startedAt?.S ?? '',
    },
    item: listedItemSchema.safeParse(toPlainItem(item)).data,
  })),
  isEnd: LastEvaluatedKey === undefined,
});
