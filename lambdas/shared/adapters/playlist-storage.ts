/** The storage that holds the playlists of our own, in S3. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { WritePlaylist } from '../recording/storage-ports.ts';
import { nameOf, translateS3Errors } from './s3-errors.ts';

/**
 * Writes playlists by one client. A later run may write them anew, so viewers keep them no longer than CloudFront does
 * (`infra/constructs/delivery-policies.ts`).
 * @see https://www.rfc-editor.org/rfc/rfc8216#section-10 for the type
 */
export const makeWritePlaylist =
  (client: S3Client): WritePlaylist =>
  (place, text) =>
    translateS3Errors(nameOf(place), async () => {
      await client.send(
        new PutObjectCommand({
          Bucket: place.bucket,
          Key: place.key,
          Body: text,
          ContentType: 'application/vnd.apple.mpegurl',
          CacheControl: 'public, max-age=12',
        }),
      );
    });
