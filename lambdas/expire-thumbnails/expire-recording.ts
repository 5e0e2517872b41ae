/** Deletes the numbered thumbnails of one recording, in an order in which the catalog never promises what is gone. */
import { recordingSortKey } from '../shared/contract/catalog.ts';
import {
  ServiceUnavailableError,
  StorageAccessDeniedError,
  StorageUnavailableError,
} from '../shared/contract/errors.ts';
import { isNumberedThumbnail, latestThumbnailKey, thumbnailsFolderKey } from '../shared/contract/object-keys.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../shared/contract/recording-location.ts';
import { isObjectThere } from '../shared/recording/object-there.ts';
import type { FindFirstKey, Now } from '../shared/recording/storage-ports.ts';
import type {
  CataloguedRecording,
  KeptObject,
  ThumbnailStorage,
  ThumbnailsUpdate,
  UpdateThumbnails,
} from '../shared/recording/thumbnail-ports.ts';

/** What is needed for one recording. */
export interface ExpireRecordingPorts extends ThumbnailStorage {
  readonly recordingsBuckets: readonly string[];
  readonly updateThumbnails: UpdateThumbnails;
  readonly now: Now;
}

/** What holds for all recordings of a run. */
export interface ExpiryRun {
  readonly dryRun: boolean;
  /** Recordings that ended later keep their thumbnails. */
  readonly endedBefore: Date;
  readonly deadline: Date;
}

/** What became of one recording. */
export interface Expiry {
  readonly state: 'expired' | 'young' | 'changed' | 'refused' | 'unfinished' | 'failed';
  /** Deleted, or in a dry run counted. */
  readonly thumbnails: number;
  readonly sizeBytes: number;
  /** Of what was refused or failed. */
  readonly reason?: string;
}

/** Deletes what has come of age. Whatever state it is left in, the next try takes up what is left. */
export async function expireRecording(
  recording: CataloguedRecording,
  run: ExpiryRun,
  ports: ExpireRecordingPorts,
): Promise<Expiry> {
  const location = parseRecordingPrefix(recording.prefix);
  const none = { thumbnails: 0, sizeBytes: 0 };
  const refusal = whyRefused(recording, location, ports.recordingsBuckets);
  if (location === undefined || refusal !== undefined) return { state: 'refused', ...none, reason: refusal ?? '' };
  if (endOf(recording, location) > run.endedBefore.getTime()) return { state: 'young', ...none };
  const deleted = { ...none };
  try {
    const outcome = await deleteThumbnails(recording, run, ports, deleted);
    return { ...deleted, ...outcome };
  } catch (error) {
    // One recording's trouble is no reason to leave the others; whatever else is thrown is a fault of this code.
    if (!isForeseen(error)) throw error;
    return { ...deleted, state: 'failed', reason: `${error.name}: ${error.message}` };
  }
}

const isForeseen = (error: unknown): error is Error =>
  error instanceof StorageUnavailableError ||
  error instanceof StorageAccessDeniedError ||
  error instanceof ServiceUnavailableError;

/** Whoever can write into the catalog must not be able to have anything deleted but what its own item is about. */
function whyRefused(
  { channelId, recordingKey, bucket, prefix }: CataloguedRecording,
  location: RecordingLocation | undefined,
  recordingsBuckets: readonly string[],
): string | undefined {
  if (location === undefined) return `${prefix} is not the prefix of an IVS recording`;
  if (location.channelId !== channelId || recordingSortKey(location) !== recordingKey)
    return `${prefix} is not the recording of the item ${channelId} ${recordingKey}`;
  return recordingsBuckets.includes(bucket) ? undefined : `the bucket ${bucket} is not served here`;
}

/** IVS ends a recording after 48 h. */
const longestMs = 48 * 3_600_000;

/** A recording that failed may have no end in the catalog, or somebody's made-up one. */
function endOf({ endedAt = '' }: CataloguedRecording, { startMinute }: RecordingLocation): number {
  const [start, end] = [Date.parse(startMinute), Date.parse(endedAt)];
  return end >= start ? end : start + longestMs;
}

type Outcome = Pick<Expiry, 'state' | 'reason'>;

/** First the promise goes, then the pictures, then it is noted that all are gone. */
async function deleteThumbnails(
  recording: CataloguedRecording,
  { dryRun, deadline }: ExpiryRun,
  ports: ExpireRecordingPorts,
  deleted: { thumbnails: number; sizeBytes: number },
): Promise<Outcome> {
  const { bucket, prefix } = recording;
  let pending = dryRun ? undefined : await withdrawalOf(recording, ports.findFirstKey);
  for await (const page of ports.listPages({ bucket, prefix: `${thumbnailsFolderKey(prefix)}thumb` })) {
    if (ports.now() >= deadline) return { state: 'unfinished' };
    const doomed = page.filter(({ key }) => isNumberedThumbnail(prefix, key));
    if (doomed.length === 0) continue;
    if (pending !== undefined && (await update(recording, pending, ports)) === 'superseded')
      return { state: 'changed' };
    pending = undefined;
    const keys = doomed.map(({ key }) => key);
    const kept = dryRun ? [] : await ports.deleteObjects(bucket, keys);
    const gone = doomed.filter(({ key }) => !kept.some((object) => object.key === key));
    deleted.thumbnails += gone.length;
    deleted.sizeBytes += gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (kept.length > 0) return { state: 'failed', reason: tellKept(bucket, kept) };
  }
  if (dryRun) return { state: 'expired' };
  const noted = { ...pending, thumbnailsExpiredAt: ports.now().toISOString() };
  return { state: (await update(recording, noted, ports)) === 'superseded' ? 'changed' : 'expired' };
}

const update = (
  { channelId, recordingKey, judgedAt }: CataloguedRecording,
  change: Pick<ThumbnailsUpdate, 'playback' | 'thumbnailsExpiredAt'>,
  { updateThumbnails }: ExpireRecordingPorts,
) => updateThumbnails({ channelId, recordingKey, judgedAt, ...change });

function tellKept(bucket: string, kept: readonly KeptObject[]): string {
  const [first] = kept;
  return `S3 did not delete ${kept.length} of them, such as s3://${bucket}/${first?.key}: ${first?.reason}`;
}

/** The latest picture, which IVS keeps beside the numbered ones, takes the first one's place. */
async function withdrawalOf(
  { bucket, prefix, thumbnailUrl, thumbnailCount }: CataloguedRecording,
  findFirstKey: FindFirstKey,
): Promise<Pick<ThumbnailsUpdate, 'playback'> | undefined> {
  const folderAt = thumbnailUrl?.indexOf(`/${thumbnailsFolderKey(prefix)}`) ?? -1;
  if (folderAt < 0) return thumbnailCount === undefined ? undefined : { playback: { thumbnailUrl } };
  const latest = { bucket, key: latestThumbnailKey(prefix) };
  const isThere = await isObjectThere(latest, findFirstKey);
  return { playback: { thumbnailUrl: isThere ? `${thumbnailUrl?.slice(0, folderAt)}/${latest.key}` : undefined } };
}
