import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { isObjectThere } from '../shared/recording/object-there.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { FindFirstKey, ListFirstKeys } from '../shared/recording/storage-ports.ts';
import { countThumbnails } from './count-thumbnails.ts';

/** The pictures of a recording. */
export interface FoundThumbnails {
  /** Whole key of one to show; `undefined` when there is none. */
  readonly key: string | undefined;
  /** How many are numbered, from `thumb0.jpg` on; `undefined` when the first is not there. */
  readonly count: number | undefined;
}

/** What finding needs. */
export interface FindThumbnailsPorts {
  readonly findFirstKey: FindFirstKey;
  readonly listFirstKeys: ListFirstKeys;
}

/** The first of the pictures that IVS numbers. */
const firstThumbnail = '/thumb0.jpg';

/** Two days with a picture a minute are 2,880: three pages of a listing. */
const mostListed = 5000;

/**
 * Finds a recording's pictures, by one question to S3 where there are fewer than a thousand, and by some forty, one after
 * the other, where there are more than five thousand. So they are asked beside the judging, and not after it.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function findThumbnails(
  recording: ServedRecording,
  { media }: RecordingMetadata,
  ports: FindThumbnailsPorts,
): Promise<FoundThumbnails> {
  const { bucket, prefix } = recording;
  const folder = media.thumbnails?.path;
  const first =
    folder === undefined
      ? undefined
      : await ports.listFirstKeys({ bucket, prefix: `${prefix}/${folder}/`, most: mostListed });
  const [key] = first?.keys ?? [];
  if (first === undefined || key === undefined)
    return { key: await findLatest(recording, media, ports), count: undefined };
  if (!key.endsWith(firstThumbnail)) return { key, count: undefined };
  const numbered = { bucket, prefix: `${key.slice(0, -firstThumbnail.length)}/` };
  return { key, count: await countThumbnails(numbered, first, ports.findFirstKey) };
}

/** The latest picture, which the metadata names as a file; only if it is really there. */
async function findLatest(
  { bucket, prefix }: ServedRecording,
  { latest_thumbnail: latest }: RecordingMetadata['media'],
  { findFirstKey }: FindThumbnailsPorts,
): Promise<string | undefined> {
  if (latest === undefined) return undefined;
  const key = `${prefix}/${latest.path}`;
  return (await isObjectThere({ bucket, key }, findFirstKey)) ? key : undefined;
}
