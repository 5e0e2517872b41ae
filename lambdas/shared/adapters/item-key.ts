import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { catalogTable } from '../contract/catalog.ts';

/** Key of an item of the catalog. */
export interface CatalogKey {
  readonly channelId: string;
  readonly recordingKey: string;
}

/** The same as DynamoDB takes it. */
export const itemKey = ({ channelId, recordingKey }: CatalogKey): Record<string, AttributeValue> => ({
  [catalogTable.partitionKey]: { S: channelId },
  [catalogTable.sortKey]: { S: recordingKey },
});
