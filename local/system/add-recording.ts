/** How a recording gets into the bucket. */
import type { S3Client } from '@aws-sdk/client-s3';
import { metadataFileKey } from '../../lambdas/shared/contract/object-keys.ts';
import type { RecordingFolder } from '../run/recording-folder.ts';
import type { S3Server } from '../s3/server.ts';
import { uploadFolder } from './upload-folder.ts';

/**
 * `uploaded`: file by file, the metadata last, of which S3 notifies. `announced`: served in place where it lies, and S3
 * notifies of the metadata. `silent`: served in place, and nobody is told.
 */
export type RecordingDelivery = 'uploaded' | 'announced' | 'silent';

/** Adds a recording; a folder that is served in place is read only, and what changes in it is seen. */
export async function addRecording(
  { server, client, bucket }: { server: S3Server; client: S3Client; bucket: string },
  { directory, prefix, metadataFileName }: RecordingFolder,
  delivery: RecordingDelivery,
): Promise<void> {
  if (delivery === 'uploaded') return uploadFolder(client, { directory, bucket, prefix });
  await server.mount({ bucket, prefix, directory });
  if (delivery === 'announced') await server.announce(bucket, metadataFileKey(prefix, metadataFileName));
}
