/** Notes in an item of the catalog that subscribers have been told of its failure. */
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { catalogTable, type Run } from '../contract/catalog.ts';
import { translateServiceErrors } from './service-errors.ts';

/**
 * Sets `failure.announced`, as long as the item still tells of that attempt: what is newer has been, or will be, announced
 * by itself.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 * @throws ServiceUnavailableError
 */
export const makeNoteAnnounced =
  (client: DynamoDBClient, tableName: string) =>
  async (
    { channelId, recordingKey }: { readonly channelId: string; readonly recordingKey: string },
    { executionArn, redriveCount }: Pick<Run, 'executionArn' | 'redriveCount'>,
  ): Promise<void> => {
    const command = new UpdateItemCommand({
      TableName: tableName,
      Key: { [catalogTable.partitionKey]: { S: channelId }, [catalogTable.sortKey]: { S: recordingKey } },
      UpdateExpression: 'SET failure.announced = :true',
      ConditionExpression: 'failure.#run.executionArn = :executionArn AND failure.#run.redriveCount = :redriveCount',
      ExpressionAttributeNames: { '#run': 'run' },
      ExpressionAttributeValues: {
        ':true': { BOOL: true },
        ':executionArn': { S: executionArn },
        ':redriveCount': { N: String(redriveCount) },
      },
    });
    try {
      await translateServiceErrors(`the item ${recordingKey}`, () => client.send(command));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
