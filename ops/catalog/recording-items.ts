/** What the catalog has of one recording: its item and those of its exports, as far as commands go by them. */
import * as z from 'zod/mini';
import type { PlainItem } from '../../lambdas/shared/adapters/plain-item.ts';
import type { CatalogPages, WantedRecording } from './catalog-pages.ts';

const text = z.optional(z.string());
const run = z.optional(z.object({ executionArn: z.string() }));
/** Less than the contract says: what an older version wrote, or somebody edited, can be deleted and run again as well. */
const itemSchema = z.object({
  channelId: z.string(),
  recordingKey: z.string(),
  type: z.enum(['recording', 'export']),
  status: text,
  exportName: text,
  asOf: text,
  attention: text,
  run,
  failure: z.optional(z.object({ run })),
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
export type ReadRecordingItems = (recording: Required<WantedRecording>) => Promise<readonly RecordingItem[]>;

/** {@link ReadRecordingItems} of a catalog. What is no item of ours is left out. */
export const makeReadRecordingItems =
  ({ ofRecording }: Pick<CatalogPages, 'ofRecording'>): ReadRecordingItems =>
  async (recording) => {
    const items: RecordingItem[] = [];
    for await (const page of ofRecording(recording)) items.push(...page.flatMap(toRecordingItem));
    return items;
  };

function toRecordingItem(item: PlainItem): RecordingItem[] {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) return [];
  const { run: lastRun, failure, ...rest } = parsed.data;
  return [
    {
      channelId: rest.channelId,
      recordingKey: rest.recordingKey,
      type: rest.type,
      status: rest.status,
      exportName: rest.exportName,
      asOf: rest.asOf,
      attention: rest.attention,
      executionArn: lastRun?.executionArn,
      failedExecutionArn: failure?.run?.executionArn,
    },
  ];
}
