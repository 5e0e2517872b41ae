/** Items of a catalog in plain JSON, and pages of them. */
import type { PlainItem } from '../../../../lambdas/shared/adapters/plain-item.ts';

/** Item of a recording that began at so many o'clock. */
export function recordingItem(recordingId: string, startedAt: string, more: object = {}): PlainItem {
  return {
    type: 'recording',
    channelId: 'AbCdef1G2hij',
    recordingId,
    recordingKey: `${startedAt.slice(0, 16)}Z#${recordingId}`,
    day: startedAt.slice(0, 10),
    startedAt,
    asOf: startedAt,
    status: 'playable',
    recording: {
      bucket: 'my-recordings',
      prefix: `ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${recordingId}`,
      durationMs: 60_000,
      completeness: 'complete',
    },
    ...more,
  };
}

/** Item of one of its exports. */
export function exportItem(recordingId: string, startedAt: string, exportName: string, more: object = {}): PlainItem {
  const { type: _type, recording: _recording, recordingKey, ...common } = recordingItem(recordingId, startedAt);
  const key = `${String(recordingKey)}#export#${exportName}`;
  return { ...common, type: 'export', recordingKey: key, exportName, status: 'ready', ...more };
}

/** What a paged query gives. */
export async function* pagesOf<Item>(...pages: Item[][]): AsyncGenerator<Item[]> {
  yield* pages;
}

/** All that there is. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
