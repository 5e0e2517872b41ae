/** A catalog in memory that lists as DynamoDB does, a few items at a time, and items to put into it. */
import type { CatalogPorts } from '../../../lambdas/serve-api/list-pages.ts';
import type {
  ItemPosition,
  ListedExport,
  ListedItem,
  ListedRecording,
} from '../../../lambdas/shared/contract/listed-item.ts';

export const channelId = 'AsXego4U6tnj';

/** A recording that can be played; its start is its key's minute. */
export function recordingItem(
  { recordingId, startedAt = '2026-06-23T20:12:41Z' }: { recordingId: string; startedAt?: string },
  more: Partial<ListedRecording> = {},
): ListedRecording {
  const prefix = `ivs/v1/123456789012/${more.channelId ?? channelId}/2026/6/23/20/12/${recordingId}`;
  const base = `https://v.example.com/${prefix}/media`;
  return {
    type: 'recording',
    channelId,
    recordingId,
    recordingKey: `${startedAt.slice(0, 16)}Z#${recordingId}`,
    startedAt,
    status: 'playable',
    access: 'public',
    recording: {
      bucket: 'my-recordings',
      prefix,
      channelArn: `arn:aws:ivs:us-west-2:123456789012:channel/${channelId}`,
      channelName: 'show',
      endedAt: '2026-06-23T20:13:11Z',
      durationMs: 30_000,
      completeness: 'complete',
    },
    playback: {
      url: `${base}/hls/master.m3u8`,
      thumbnailUrl: `${base}/thumbnails/thumb0.jpg`,
      renditions: [{ name: '720p30', width: 1280, height: 720 }],
    },
    ...more,
  };
}

/** An export of a recording that is ready. */
export function exportItem(of: ListedRecording, exportName: string, more: Partial<ListedExport> = {}): ListedExport {
  const key = `${of.channelId}/${of.recordingId}/${exportName}.mp4`;
  return {
    type: 'export',
    channelId: of.channelId,
    recordingId: of.recordingId,
    recordingKey: `${of.recordingKey}#export#${exportName}`,
    startedAt: of.startedAt,
    status: 'ready',
    exportName,
    export: {
      name: exportName,
      format: 'mp4',
      url: `https://v.example.com/${key}?v=1`,
      bucket: 'my-exports',
      key,
      sizeBytes: 1000,
      durationMs: 30_000,
      rendition: '720p30',
      codecs: ['avc1.4D401F', 'mp4a.40.2'],
      engine: 'mediaconvert',
      engineReason: 'It is the default.',
    },
    ...more,
  };
}

const failure = {
  name: 'RecordingDamagedError',
  message: 'No rendition of s3://my-recordings/… can be played.',
  state: 'ValidateRecording',
  redrivable: true,
  at: '2026-06-23T20:20:00.000Z',
  run: {
    executionArn: 'arn:aws:states:us-west-2:123456789012:execution:x:y',
    startedAt: '2026-06-23T20:19:00Z',
    redriveCount: 0,
  },
};

/** A recording that cannot be played. */
export const failedItem = (ids: { recordingId: string; startedAt?: string }): ListedRecording =>
  recordingItem(ids, { status: 'failed', failure, playback: undefined });

const day = ({ recordingKey }: ItemPosition): string => recordingKey.slice(0, 10);
const byKey = (one: ItemPosition, other: ItemPosition): number => (one.recordingKey < other.recordingKey ? 1 : -1);
/** Ties are in an order of their own, as in an index. */
const byStart = (one: ItemPosition, other: ItemPosition): number => (tieKey(one) < tieKey(other) ? 1 : -1);
const tieKey = ({ startedAt, recordingKey, channelId: id }: ItemPosition): string =>
  `${startedAt} ${[...recordingKey].reverse().join('')} ${id}`;

/** See the file's comment. Items may be added at any time. */
export class MemoryCatalog implements CatalogPorts {
  readonly items: ListedItem[] = [];
  queries = 0;
  readonly #mostItems: number;

  /** @param mostItems A piece never has more, whatever is asked for: as DynamoDB ends one at 1 MB. */
  constructor(mostItems = Number.POSITIVE_INFINITY) {
    this.#mostItems = mostItems;
  }

  listOfChannel: CatalogPorts['listOfChannel'] = async ({ channelId, before = '~', from = '', limit }) => {
    const all = this.items.filter((item) => item.channelId === channelId).sort(byKey);
    return this.#piece(
      all.filter(({ recordingKey: key }) => key < before && key >= from),
      limit,
    );
  };

  listOfDay: CatalogPorts['listOfDay'] = async ({ day: wanted, after, limit }) => {
    const all = this.items.filter((item) => day(item) === wanted).sort(byStart);
    return this.#piece(
      all.filter((item) => isAfter(item, after)),
      limit,
    );
  };

  listOfRecording: CatalogPorts['listOfRecording'] = async (recordingId) =>
    this.#piece(
      this.items.filter((item) => item.recordingId === recordingId),
      1000,
    );

  async #piece(items: ListedItem[], limit: number) {
    this.queries += 1;
    const piece = items.slice(0, Math.min(limit, this.#mostItems));
    return {
      items: piece.map((item) => {
        const { channelId, recordingKey, startedAt } = item;
        return { position: { channelId, recordingKey, startedAt }, item };
      }),
      isEnd: piece.length === items.length,
    };
  }
}

function isAfter(item: ListedItem, after: Parameters<CatalogPorts['listOfDay']>[0]['after']): boolean {
  if (after === undefined) return true;
  return 'item' in after ? tieKey(item) < tieKey(after.item) : item.startedAt < after.startedBefore;
}
