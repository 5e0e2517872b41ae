/** The storage that holds recordings, in S3. */
import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type {
  ArchivedObject,
  FindFirstKey,
  FolderListing,
  ListFirstKeys,
  ListFolder,
  ObjectText,
  ReadBytes,
  ReadText,
} from '../recording/storage-ports.ts';
import { listObjects, makeFindFirstKey, makeListFirstKeys } from './list-objects.ts';
import type { ListedObject } from './listing-page.ts';
import { isAbsent, nameOf, translateS3Errors } from './s3-errors.ts';

/** What steps read of a recording. */
export interface RecordingStorage {
  readonly readText: ReadText;
  readonly readBytes: ReadBytes;
  readonly listFolder: ListFolder;
  readonly findFirstKey: FindFirstKey;
  readonly listFirstKeys: ListFirstKeys;
}

/** Makes the ports over one client. */
export function makeRecordingStorage(client: S3Client): RecordingStorage {
  return {
    readText: (place) => translateS3Errors(nameOf(place), () => readText(client, place)),
    readBytes: (place) => translateS3Errors(nameOf(place), () => readBytes(client, place)),
    listFolder: ({ bucket, prefix }) => listFolder(client, bucket, prefix),
    findFirstKey: makeFindFirstKey(client),
    listFirstKeys: makeListFirstKeys(client),
  };
}

async function readText(
  client: S3Client,
  { bucket, key, maxSizeBytes }: Parameters<ReadText>[0],
): Promise<ObjectText | undefined> {
  const object = await getObject(client, bucket, key);
  if (object?.Body === undefined) return undefined;
  const sizeBytes = object.ContentLength ?? 0;
  if (sizeBytes > maxSizeBytes) {
    // Else the connection would wait for somebody to read the rest.
    if (object.Body instanceof Readable) object.Body.destroy();
    return { sizeBytes, text: undefined };
  }
  // Not transformToString(), which swallows a byte order mark: playlists must not have one, and players trip over it.
  const bytes = await object.Body.transformToByteArray();
  return { sizeBytes, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') };
}

async function readBytes(
  client: S3Client,
  { bucket, key, offset, maxSizeBytes }: Parameters<ReadBytes>[0],
): Promise<Uint8Array | undefined> {
  const object = await getObject(client, bucket, key, `bytes=${offset}-${offset + maxSizeBytes - 1}`);
  return object?.Body?.transformToByteArray();
}

async function getObject(
  client: S3Client,
  bucket: string,
  key: string,
  range?: string,
): Promise<GetObjectCommandOutput | undefined> {
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
  } catch (error) {
    if (isAbsent(error) || isOutOfRange(error)) return undefined;
    throw error;
  }
}

/** The object ends before the range begins: it may be empty. */
const isOutOfRange = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;

/**
 * Classes whose objects must be restored first. Glacier Instant Retrieval is read like any other.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
 */
const archiveClasses: ReadonlySet<string | undefined> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

async function listFolder(client: S3Client, bucket: string, prefix: string): Promise<FolderListing> {
  const sizes = new Map<string, number>();
  let archived: ArchivedObject | undefined;
  for await (const page of listObjects(client, { bucket, prefix })) {
    for (const object of page) {
      sizes.set(object.key.slice(prefix.length), object.sizeBytes);
      archived ??= archivedObject(object);
    }
  }
  return { sizes, archived };
}

function archivedObject({ key, storageClass, isRestored }: ListedObject): ArchivedObject | undefined {
  if (storageClass === undefined || !archiveClasses.has(storageClass) || isRestored) return undefined;
  return { key, storageClass };
}
