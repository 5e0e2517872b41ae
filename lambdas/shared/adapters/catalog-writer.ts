/** Updates items of the catalog so that an older truth never overwrites a newer one (docs/adr/0007). */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  type AttributeValue,
  type CatalogUpdate,
  type CatalogWrite,
  type ConditionalUpdate,
  type HealingUpdate,
  toAttributeMap,
} from '../contract/catalog.ts';
import { aliases } from './attribute-aliases.ts';
import { clientSettings } from './client-settings.ts';
import { ownAnswerStep, requireOwnAnswer } from './own-answer.ts';
import { clause, updateItem } from './update-item.ts';

/** A client with this project's time-outs and retries. */
export function makeDynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({ ...clientSettings, ...config });
  client.middlewareStack.add((next) => async (args) => requireOwnAnswer(await next(args)), ownAnswerStep);
  return client;
}

/**
 * Writes the update, unless the item already holds something newer of its kind: then it resolves to `superseded` and
 * changes nothing. An equal time is written: it is the same report, tried again.
 * @throws ServiceUnavailableError
 */
export const makeUpdateCatalog =
  (client: DynamoDBClient, tableName: string) =>
  (update: ConditionalUpdate): Promise<CatalogWrite> =>
    updateItem(client, tableName, update.key, { ...makeExpressions(update), ReturnValues: 'ALL_NEW' });

/** What an update notes besides its own attributes, and what must hold of the item. */
interface Guard {
  readonly notes: object;
  readonly condition: string;
  /** Attributes, and parts of them, that the condition names. */
  readonly names: readonly string[];
  /** Values that the condition names, besides those that are noted. */
  readonly values: Readonly<Record<string, AttributeValue>>;
}

function guardOf(update: ConditionalUpdate): Guard {
  if ('judgedAt' in update) return guardJudgement({ judgedAt: update.judgedAt });
  if ('verifiedAt' in update) return guardJudgement({ verifiedAt: update.verifiedAt });
  return 'healedAt' in update ? guardHealing(update) : guardReport(update);
}

/**
 * Of one execution the attempts tell what is newer, and within one its end is: what a redriven state writes bears the time
 * at which it was decided, and that is another clock's. Of two executions time tells.
 */
const guardReport = ({ asOf, run }: CatalogUpdate): Guard => ({
  notes: { asOf, run },
  condition:
    'attribute_not_exists(#asOf) OR (#asOf <= :asOf AND NOT #run.#executionArn = :executionArn) OR (#run.#executionArn = :executionArn AND #run.#redriveCount <= :redriveCount)',
  names: ['executionArn', 'redriveCount'],
  values: { ':executionArn': { S: run.executionArn }, ':redriveCount': { N: String(run.redriveCount) } },
});

/** Of the recording or of an export's file, by the one attribute that holds its time. */
const guardJudgement = (notes: { judgedAt: string } | { verifiedAt: string }): Guard => {
  const [clock = ''] = Object.keys(notes);
  return { notes, condition: `attribute_not_exists(#${clock}) OR #${clock} <= :${clock}`, names: [], values: {} };
};

/** An export that is held keeps somebody's attention until it is released. */
const guardHealing = ({ healedAt, whileHeld }: HealingUpdate): Guard => ({
  notes: {},
  condition: `#asOf = :healedAt AND ${whileHeld ? '#status = :held' : '#status <> :failed AND #status <> :held'}`,
  names: ['asOf', 'status'],
  values: {
    ':healedAt': { S: healedAt },
    ':held': { S: 'held' },
    ...(whileHeld ? {} : { ':failed': { S: 'failed' } }),
  },
});

function makeExpressions(update: ConditionalUpdate) {
  const { notes, condition, names, values } = guardOf(update);
  const always = toAttributeMap({ ...update.set, ...notes });
  const ifAbsent = toAttributeMap(update.setIfAbsent);
  const assignments = [
    ...Object.keys(always).map((name) => `#${name} = :${name}`),
    ...Object.keys(ifAbsent).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const removals = update.remove.map((name) => `#${name}`);
  return {
    ConditionExpression: condition,
    UpdateExpression: [...clause('SET', assignments), ...clause('REMOVE', removals)].join(' '),
    ExpressionAttributeNames: aliases([...Object.keys(always), ...Object.keys(ifAbsent), ...update.remove, ...names]),
    ExpressionAttributeValues: { ...prefixed(always), ...prefixed(ifAbsent), ...values },
  };
}

const prefixed = (values: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));
