/** What the three ways to list the catalog share: which attributes, and how an item is read. */
import type { AttributeValue, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { type ListedItems, listedAttributes, listedItemSchema } from '../contract/listed-item.ts';

/** Of a query: every attribute by an alias, since many of the names are reserved words of DynamoDB. */
export const listedProjection = {
  ProjectionExpression: listedAttributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(listedAttributes.map((name) => [`#${name}`, name])),
};

/** Reads a page of items. One that does not fit is no error: a list must not end at what a later version wrote. */
export const readListedItems = ({ Items = [], LastEvaluatedKey }: QueryCommandOutput): ListedItems => ({
  items: Items.map((item) => ({
    position: {
      channelId: item.channelId?.S ?? '',
      recordingKey: item.recordingKey?.S ?? '',
      startedAt: item.startedAt?.S ?? '',
    },
    item: listedItemSchema.safeParse(plainObject(item)).data,
  })),
  isEnd: LastEvaluatedKey === undefined,
});

const plainObject = (map: Record<string, AttributeValue>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, plainValue(value)]));

/** Binary values and sets do not occur in the catalog: whatever stands there instead is not understood. */
function plainValue({ S, N, BOOL, L, M }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  if (L !== undefined) return L.map(plainValue);
  if (M !== undefined) return plainObject(M);
  return S ?? BOOL ?? null;
}
