/** Notes in an item of the catalog that subscribers have been told of its failure. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConditionalUpdate, Run } from '../contract/catalog.ts';
import { aliases } from './attribute-aliases.ts';
import { updateItem } from './update-item.ts';

/**
 * Sets `failure.announced`, as long as the item still tells of that attempt: what is newer has been, or will be, announced
 * by itself.
 * @throws ServiceUnavailableError
 */
export const makeNoteAnnounced =
  (client: DynamoDBClient, tableName: string) =>
  async (key: ConditionalUpdate['key'], { executionArn, redriveCount }: Pick<Run, 'executionArn' | 'redriveCount'>) => {
    await updateItem(client, tableName, key, {
      UpdateExpression: 'SET failure.announced = :true',
      ConditionExpression: 'failure.#run.executionArn = :executionArn AND failure.#run.redriveCount = :redriveCount',
      ExpressionAttributeNames: aliases(['run']),
      ExpressionAttributeValues: {
        ':true': { BOOL: true },
        ':executionArn': { S: executionArn },
        ':redriveCount': { N: String(redriveCount) },
      },
    });
  };
