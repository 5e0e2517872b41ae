import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ListedItems } from '../contract/listed-item.ts';
import { listedProjection, readListedItems } from './listed-items.ts';
import { translateServiceErrors } from './service-errors.ts';

/** Items of one channel whose sort keys lie between two. */
export interface ChannelSpan {
  readonly channelId: string;
  /** Keys below it; all when left out. */
  readonly before?: string | undefined;
  /** Keys from this one on; all when left out. */
  readonly from?: string | undefined;
  readonly limit: number;
}

/**
 * Lists items of a channel, the newest first: of each recording its exports, backwards, and then itself.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 * @throws ServiceUnavailableError
 */
export const makeListOfChannel =
  (client: DynamoDBClient, tableName: string) =>
  async ({ channelId, before = '~', from = '0', limit }: ChannelSpan): Promise<ListedItems> => {
    const command = new QueryCommand({
      TableName: tableName,
      // Sort keys begin with a year, so they lie between the two defaults.
      KeyConditionExpression: '#channelId = :channelId AND #recordingKey BETWEEN :from AND :before',
      ExpressionAttributeValues: { ':channelId': { S: channelId }, ':from': { S: from }, ':before': { S: before } },
      ScanIndexForward: false,
      // One more, for the key that BETWEEN lets in and `before` does not.
      Limit: limit + 1,
      ...listedProjection,
    });
    const answer = await translateServiceErrors(`recordings of ${channelId}`, () => client.send(command));
    const { items, isEnd } = readListedItems(answer);
    return { items: items.filter(({ position }) => position.recordingKey < before), isEnd };
  };
