import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { catalogTable } from '../contract/catalog.ts';
import type { ListedItems } from '../contract/listed-item.ts';
import { listedProjection, readListedItems } from './listed-items.ts';
import { translateServiceErrors } from './service-errors.ts';

/**
 * Lists the items of one recording: itself and its exports, of which there are some twenty at most, so one page is
 * enough.
 * @throws ServiceUnavailableError
 */
export const makeListOfRecording =
  (client: DynamoDBClient, tableName: string) =>
  async (recordingId: string): Promise<ListedItems> => {
    const command = new QueryCommand({
      TableName: tableName,
      IndexName: catalogTable.recordingIdIndex,
      KeyConditionExpression: '#recordingId = :recordingId',
      ExpressionAttributeValues: { ':recordingId': { S: recordingId } },
      ...listedProjection,
    });
    return readListedItems(await translateServiceErrors(`the recording ${recordingId}`, () => client.send(command)));
  };
