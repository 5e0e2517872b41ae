/** Updates items of the catalog so that an older truth never overwrites a newer one. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type AttributeValue, type CatalogUpdate, catalogTable, toAttributeMap } from '../contract/catalog.ts';
import { clientSettings } from './client-settings.ts';

/** A client with this project's time-outs and retries. */
export const makeDynamoDbClient = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ ...clientSettings, ...config });

/**
 * Writes the update with its `asOf` and `run`, unless the item already holds something newer: then it resolves to
 * `superseded` and changes nothing. An equal `asOf` is written: it is the same report, tried again. A later redrive of
 * the same execution is newer whatever its `asOf`: what a redriven state writes may bear the time it was first entered.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export const makeUpdateCatalog =
  (client: DynamoDBClient, tableName: string) =>
  async (update: CatalogUpdate): Promise<'written' | 'superseded'> => {
    const { channelId, recordingKey } = update.key;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { [catalogTable.partitionKey]: { S: channelId }, [catalogTable.sortKey]: { S: recordingKey } },
          ...makeExpressions(update),
        }),
      );
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'superseded';
      throw error;
    }
  };

const isNotOlder = [
  'attribute_not_exists(#asOf)',
  '(#asOf <= :asOf AND NOT (#run.#executionArn = :executionArn AND #run.#redriveCount > :redriveCount))',
].join(' OR ');

function makeExpressions({ asOf, run, set, setIfAbsent, remove }: CatalogUpdate) {
  const always = toAttributeMap({ ...set, asOf, run });
  const ifAbsent = toAttributeMap(setIfAbsent);
  const assignments = [
    ...Object.keys(always).map((name) => `#${name} = :${name}`),
    ...Object.keys(ifAbsent).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const removal = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  return {
    ConditionExpression: isNotOlder,
    UpdateExpression: `SET ${assignments.join(', ')}${removal}`,
    // Every name is aliased: DynamoDB reserves hundreds of words, `status`, `day` and `type` among them.
    ExpressionAttributeNames: aliases([
      ...Object.keys(always),
      ...Object.keys(ifAbsent),
      ...remove,
      'executionArn',
      'redriveCount',
    ]),
    ExpressionAttributeValues: {
      ...prefixed(always),
      ...prefixed(ifAbsent),
      ':executionArn': { S: run.executionArn },
      ':redriveCount': { N: String(run.redriveCount) },
    },
  };
}

const aliases = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`#${name}`, name]));

const prefixed = (values: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));
