/** A bucket and a catalog in memory, as expire-thumbnails meets them. */
import type { ExpireThumbnailsPorts } from '../../../lambdas/expire-thumbnails/expire-thumbnails.ts';
import { recordingSortKey } from '../../../lambdas/shared/contract/catalog.ts';
import { makeRecordingPrefix, parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import type { CataloguedRecording, ThumbnailsUpdate } from '../../../lambdas/shared/recording/thumbnail-ports.ts';

export const bucket = 'my-recordings';
const host = 'https://video.example.com';

type Item = CataloguedRecording & { day: string; thumbnailsExpiredAt?: string };

/** See the file's comment. */
export class KeptWorld {
  readonly objects = new Map<string, number>();
  readonly items: Item[] = [];
  /** What was done, in order. */
  readonly done: string[] = [];
  readonly metrics: unknown[] = [];
  readonly logged: { message: string; details: object }[] = [];
  /** Keys that S3 does not delete. */
  readonly stubborn = new Set<string>();
  now = new Date('2026-11-23T03:00:00Z');

  /** A recording of an hour with so many pictures, and what else IVS writes; nothing of it unless it has pictures. */
  add(startedAt: string, pictures = 2, changes: Partial<CataloguedRecording> = {}): { prefix: string; item: Item } {
    const start = new Date(startedAt);
    const recordingId = `rec${this.items.length}`;
    const prefix = makeRecordingPrefix({
      accountId: '123456789012',
      channelId: 'AbCdef1G2hij',
      startedAt: start,
      recordingId,
    });
    for (let index = 0; index < pictures; index++)
      this.objects.set(`${prefix}/media/thumbnails/thumb${index}.jpg`, 100);
    for (const rest of ['media/hls/master.m3u8', 'events/recording-ended.json', 'media/latest_thumbnail/thumb.jpg'])
      this.objects.set(`${prefix}/${rest}`, 10);
    const item: Item = {
      channelId: 'AbCdef1G2hij',
      recordingKey: recordingSortKey(parseRecordingPrefix(prefix)!),
      bucket,
      prefix,
      day: startedAt.slice(0, 10),
      endedAt: new Date(start.getTime() + 3_600_000).toISOString(),
      judgedAt: '2026-01-01T00:00:00.000Z',
      thumbnailUrl: `${host}/${prefix}/media/thumbnails/thumb0.jpg`,
      thumbnailCount: pictures,
      ...changes,
    };
    this.items.push(item);
    return { prefix, item };
  }

  picturesOf = (prefix: string): string[] =>
    [...this.objects.keys()].filter((key) => key.startsWith(`${prefix}/media/thumbnails/`));

  itemOf = (prefix: string): Item => this.items.find((item) => item.prefix === prefix)!;

  ports(changes: Partial<ExpireThumbnailsPorts> = {}): ExpireThumbnailsPorts {
    return {
      recordingsBuckets: [bucket],
      thumbnailsExpireAfterDays: 30,
      processRecordingArn: 'arn:aws:states:us-west-2:123456789012:stateMachine:process-recording',
      listDay: (day) => this.#listDay(day),
      listPages: ({ prefix }) => this.#listPages(prefix),
      findFirstKey: async ({ prefix }) => [...this.objects.keys()].sort().find((key) => key.startsWith(prefix)),
      deleteObjects: async (_bucket, keys) => this.#delete(keys),
      updateThumbnails: async (update) => this.#update(update),
      now: () => this.now,
      log: (message, details) => this.logged.push({ message, details }),
      putMetrics: (readings) => this.metrics.push(...readings),
      ...changes,
    };
  }

  async *#listDay(day: string) {
    yield this.items
      .filter((item) => item.day === day && item.thumbnailsExpiredAt === undefined)
      .map((item) => ({ ...item }));
  }

  async *#listPages(prefix: string) {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    for (let at = 0; at < keys.length; at += 1000)
      yield keys.slice(at, at + 1000).map((key) => ({ key, sizeBytes: this.objects.get(key) ?? 0 }));
  }

  #delete(keys: readonly string[]) {
    this.done.push(`delete ${keys.length}`);
    const kept = keys.filter((key) => this.stubborn.has(key));
    for (const key of keys) if (!this.stubborn.has(key)) this.objects.delete(key);
    return kept.map((key) => ({ key, reason: 'AccessDenied: Access Denied' }));
  }

  #update({ recordingKey, judgedAt, playback, thumbnailsExpiredAt }: ThumbnailsUpdate) {
    const item = this.items.find((each) => each.recordingKey === recordingKey);
    if (item === undefined || item.judgedAt !== judgedAt) return 'superseded' as const;
    this.done.push([playback && 'withdraw', thumbnailsExpiredAt && 'note'].filter(Boolean).join(' and '));
    Object.assign(
      item,
      playback && { ...playback, thumbnailCount: undefined },
      thumbnailsExpiredAt && { thumbnailsExpiredAt },
    );
    return 'written' as const;
  }
}
