/** Lists and deletes thumbnails in S3. */
import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ThumbnailStorage } from '../recording/thumbnail-ports.ts';
import { listObjects, makeFindFirstKey } from './list-objects.ts';
import { translateS3Errors } from './s3-errors.ts';

/**
 * Makes the ports over one client.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const makeThumbnailStorage = (client: S3Client): ThumbnailStorage => ({
  listPages: (folder) => listObjects(client, folder),
  findFirstKey: makeFindFirstKey(client),
  deleteObjects: (bucket, keys) =>
    translateS3Errors(`the deletion of ${keys.length} objects such as s3://${bucket}/${keys[0]}`, async () => {
      // Without a version: what a versioned bucket keeps is its owner's to expire.
      const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      return Errors.map(({ Key = '', Code = '', Message = '' }) => ({ key: Key, reason: `${Code}: ${Message}` }));
    }),
});
