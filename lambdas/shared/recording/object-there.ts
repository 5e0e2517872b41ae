import type { FindFirstKey, ObjectPlace } from './storage-ports.ts';

/**
 * Whether this very object is there. By a listing of one key, since a HEAD takes the right to read the object: the first
 * key that begins with this one is this one, and what only goes on, such as `thumb.jpg.bak`, comes behind it.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export const isObjectThere = async ({ bucket, key }: ObjectPlace, findFirstKey: FindFirstKey): Promise<boolean> =>
  (await findFirstKey({ bucket, prefix: key })) === key;
