/** What the catalog has of one recording: its item and those of its exports. */
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { catalogTable } from '../../lambdas/shared/contract/catalog.ts';

const text = z.object({ S: z.string() });
const run = z.optional(z.object({ M: z.object({ executionArn: text }) }));
const itemSchema = z.object({
  channelId: text,
  recordingKey: text,
  type: z.object({ S: z.enum(['recording', 'export']) }),
  status: z.optional(text),
  exportName: z.optional(text),
  asOf: z.optional(text),
  attention: z.optional(text),
  run,
  failure: z.optional(z.object({ M: z.object({ run }) })),
});

/** An item, as far as commands go by it. */
export interface RecordingItem {
  readonly channelId: string;
  readonly recordingKey: string;
  readonly type: 'recording' | 'export';
  readonly status: string | undefined;
  /** Of an export, derived. */
  readonly exportName: string | undefined;
  /** RFC 3339. */
  readonly asOf: string | undefined;
  readonly attention: string | undefined;
  /** The execution that wrote it last. */
  readonly executionArn: string | undefined;
  /** The execution that failed, while that stands. */
  readonly failedExecutionArn: string | undefined;
}

/** Reads them; empty when the catalog knows nothing of the recording. */
export type ReadRecordingItems = (recording: {
  readonly channelId: string;
  readonly recordingId: string;
}) => Promise<readonly RecordingItem[]>;

/** {@link ReadRecordingItems} from a table. What is no item of ours is left out. */
export const makeReadRecordingItems =
  (client: DynamoDBClient, tableName: string): ReadRecordingItems =>
  async ({ channelId, recordingId }) => {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        IndexName: catalogTable.recordingIdIndex,
        KeyConditionExpression: 'recordingId = :recordingId',
        FilterExpression: 'channelId = :channelId',
        ExpressionAttributeValues: { ':recordingId': { S: recordingId }, ':channelId': { S: channelId } },
      },
    );
    const items: RecordingItem[] = [];
    for await (const { Items = [] } of pages) items.push(...Items.flatMap(toItem));
    return items;
  };

function toItem(item: object): RecordingItem[] {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) return [];
  const { channelId, recordingKey, type, ...rest } = parsed.data;
  return [
    {
      channelId: channelId.S,
      recordingKey: recordingKey.S,
      type: type.S,
      status: rest.status?.S,
      exportName: rest.exportName?.S,
      asOf: rest.asOf?.S,
      attention: rest.attention?.S,
      executionArn: rest.run?.M.executionArn.S,
      failedExecutionArn: rest.failure?.M.run?.M.executionArn.S,
    },
  ];
}
