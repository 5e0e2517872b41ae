/** Lifecycle rules of the buckets, from the configuration. Nothing is deleted or moved that it does not name. */
import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { RetentionConfig } from '../config-schema.ts';

type ObjectRetention = RetentionConfig['recordings'];

const storageClasses: Record<NonNullable<ObjectRetention['moveTo']>, s3.StorageClass> = {
  STANDARD_IA: s3.StorageClass.INFREQUENT_ACCESS,
  GLACIER_IR: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
  INTELLIGENT_TIERING: s3.StorageClass.INTELLIGENT_TIERING,
};

/**
 * Rules for recordings: whole ones, with thumbnails and metadata. S3 filters by the beginning of a key, a tag or a size;
 * IVS sets no tags, and thumbnails lie inside each recording beside playlists of their size, so for thumbnails alone there
 * is a function (docs/adr/0018).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
 */
export const recordingRules = ({ recordings }: RetentionConfig): s3.LifecycleRule[] => [
  ...expiry('ExpireRecordings', recordings, { prefix: 'ivs/v1/' }),
  ...movement('MoveRecordings', recordings, { prefix: 'ivs/v1/' }),
];

/**
 * Larger than any playlist: one of a recording of 48 h in segments of 2 s has 86,400 entries of about 90 bytes, 7.8 MB.
 * Exports that are smaller are kept, at a hundredth of a cent a year each.
 */
const largerThanPlaylistsBytes = 8 * 1024 * 1024;

/**
 * Rules for exports. The playlists by which partial recordings are played stand in the same bucket, and nothing but the
 * size tells them from exports by what S3 can filter: where exports go before their recordings, playlists stay.
 */
export const exportRules = ({ exports, recordings }: RetentionConfig): s3.LifecycleRule[] => {
  const doPlaylistsGo =
    recordings.expireAfterDays !== undefined && recordings.expireAfterDays <= (exports.expireAfterDays ?? 0);
  const filter = doPlaylistsGo ? {} : { objectSizeGreaterThan: largerThanPlaylistsBytes };
  return [...expiry('ExpireExports', exports, filter), ...movement('MoveExports', exports, {})];
};

type Filter = Pick<s3.LifecycleRule, 'prefix' | 'objectSizeGreaterThan'>;

const expiry = (id: string, { expireAfterDays }: ObjectRetention, filter: Filter): s3.LifecycleRule[] =>
  expireAfterDays === undefined ? [] : [{ id, ...filter, expiration: Duration.days(expireAfterDays) }];

function movement(id: string, { moveAfterDays, moveTo }: ObjectRetention, filter: Filter): s3.LifecycleRule[] {
  if (moveAfterDays === undefined || moveTo === undefined) return [];
  const transition = { storageClass: storageClasses[moveTo], transitionAfter: Duration.days(moveAfterDays) };
  return [{ id, ...filter, transitions: [transition] }];
}
