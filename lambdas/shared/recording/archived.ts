import { RecordingArchivedError } from '../contract/errors.ts';
import type { FolderListing } from './storage-ports.ts';

/**
 * Refuses a folder with objects that S3 will not hand out before they are restored.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
 * @throws {@link RecordingArchivedError} naming storage class and first key.
 */
export function requireReadable({ archived }: FolderListing): void {
  if (archived === undefined) return;
  throw new RecordingArchivedError(
    `${archived.key} is in the storage class ${archived.storageClass} and cannot be read. Restore the recording's objects, then redrive this execution.`,
  );
}
