/** The storage that holds exports, in S3. */
import { GetObjectCommand, HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { StorageUnavailableError } from '../contract/errors.ts';
import type { ExportVersion, FindExport, ObjectPlace, ReadExportRange } from '../recording/storage-ports.ts';
import { isAbsent, nameOf, translateS3Errors } from './s3-errors.ts';

/** What steps read of an export. */
export interface ExportStorage {
  readonly findExport: FindExport;
  readonly readExportRange: ReadExportRange;
}

/** Makes the ports over one client. */
export function makeExportStorage(client: S3Client): ExportStorage {
  return {
    findExport: (place) => translateS3Errors(nameOf(place), () => findExport(client, place)),
    readExportRange: (version, offset, length) =>
      translateS3Errors(nameOf(version), () => readRange(client, version, offset, length)),
  };
}

async function findExport(client: S3Client, { bucket, key }: ObjectPlace): Promise<ExportVersion | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { bucket, key, etag: head.ETag ?? '', sizeBytes: head.ContentLength ?? 0 };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function readRange(client: S3Client, version: ExportVersion, offset: number, length: number) {
  const { bucket: Bucket, key: Key, etag: IfMatch } = version;
  const command = new GetObjectCommand({ Bucket, Key, IfMatch, Range: `bytes=${offset}-${offset + length - 1}` });
  try {
    const object = await client.send(command);
    return (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    if (!isReplaced(cause)) throw cause;
    const what = nameOf(version);
    throw new StorageUnavailableError(`${what} was replaced while it was being read. It is tried again.`, { cause });
  }
}

/** Another version stands there, or none, or one too short for the range. */
const isReplaced = (error: unknown): boolean =>
  isAbsent(error) || (error instanceof S3ServiceException && isOtherVersion(error.$metadata.httpStatusCode));

const isOtherVersion = (status: number | undefined): boolean => status === 412 || status === 416;
