/** What the retention of thumbnails asks of the catalog and of the storage. */
import type { FindFirstKey } from './storage-ports.ts';

/** What the catalog tells of a recording whose thumbnails have not been deleted. */
export interface CataloguedRecording {
  readonly channelId: string;
  readonly recordingKey: string;
  readonly bucket: string;
  readonly prefix: string;
  /** RFC 3339. */
  readonly endedAt?: string | undefined;
  readonly judgedAt?: string | undefined;
  readonly thumbnailUrl?: string | undefined;
  readonly thumbnailCount?: number | undefined;
}

/** A change of what the catalog tells of thumbnails; what it leaves out stays. */
export interface ThumbnailsUpdate extends Pick<CataloguedRecording, 'channelId' | 'recordingKey' | 'judgedAt'> {
  /** The one picture that is left, `undefined` for none; left out where playback names nothing that goes. */
  readonly playback?: { readonly thumbnailUrl: string | undefined };
  /** RFC 3339; left out while thumbnails may be left. */
  readonly thumbnailsExpiredAt?: string;
}

/**
 * Pages of the recordings of one day (of the start, UTC, `2026-06-23`) whose thumbnails have not been deleted.
 * @throws ServiceUnavailableError
 */
export type ListDayOfThumbnails = (day: string) => AsyncIterable<readonly CataloguedRecording[]>;

/**
 * `superseded`, and nothing is written, where the recording was judged anew since it was read, or its item is gone.
 * @throws ServiceUnavailableError
 */
export type UpdateThumbnails = (update: ThumbnailsUpdate) => Promise<'written' | 'superseded'>;

/** A key that S3 would not delete. */
export interface KeptObject {
  readonly key: string;
  /** S3's code and message. */
  readonly reason: string;
}

/** Where thumbnails are. */
export interface ThumbnailStorage {
  /**
   * Pages of at most 1,000 objects whose keys begin with the prefix.
   * @throws StorageUnavailableError, StorageAccessDeniedError
   */
  listPages(folder: {
    readonly bucket: string;
    readonly prefix: string;
  }): AsyncIterable<readonly { readonly key: string; readonly sizeBytes: number }[]>;
  readonly findFirstKey: FindFirstKey;
  /**
   * Deletes at most 1,000 objects, and gives those that are still there; one that was not there counts as deleted.
   * @throws StorageUnavailableError, StorageAccessDeniedError
   */
  deleteObjects(bucket: string, keys: readonly string[]): Promise<readonly KeptObject[]>;
}
