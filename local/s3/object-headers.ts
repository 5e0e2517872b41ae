import { checksumHeader } from './checksums/checksum-algorithms.ts';
import { notSupported, S3Error } from './s3-error.ts';
import type { StoredObject } from './stores/object-store.ts';

/** The headers that an operation takes which makes an object, apart from `x-amz-meta-…`. */
export const OBJECT_HEADERS = ['x-amz-acl', 'x-amz-storage-class', 'x-amz-server-side-encryption'] as const;

/** The prefix of an object's own metadata. */
const METADATA_PREFIX = 'x-amz-meta-';
/** S3's limit, names and values together. */
const LARGEST_METADATA_BYTES = 2048;

const KEPT_HEADERS = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires'];

const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

type Headers = Readonly<Record<string, string>>;

/** What the uploader says about an object besides its bytes. */
export type ObjectAttributes = Pick<StoredObject, 'headers' | 'storageClass'>;

/**
 * Reads what an object keeps of its uploader's headers. Without a Content-Type it is `binary/octet-stream`, as in S3.
 *
 * @throws {S3Error} `NotImplemented` for an ACL or an encryption other than a bucket has by itself.
 */
export function parseObjectAttributes(headers: Headers): ObjectAttributes {
  refuseUnless(headers, 'x-amz-acl', ['private', 'bucket-owner-full-control', 'bucket-owner-read']);
  refuseUnless(headers, 'x-amz-server-side-encryption', ['AES256']);
  return { headers: parseKeptHeaders(headers), storageClass: parseStorageClass(headers) };
}

/**
 * The storage class that the uploader wishes.
 *
 * @throws {S3Error} `InvalidStorageClass`.
 */
export function parseStorageClass(headers: Headers): string {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) throw new S3Error('InvalidStorageClass');
  return storageClass;
}

/**
 * Refuses a header whose value would change something that this server does not have.
 *
 * @throws {S3Error} `NotImplemented`, naming header and value.
 */
export function refuseUnless(headers: Headers, name: string, harmless: readonly string[]): void {
  const value = headers[name];
  if (value !== undefined && !harmless.includes(value)) throw notSupported(`${name}: ${value}`);
}

/**
 * Refuses to give out the bytes of an archived object. There is no restoring here.
 *
 * @throws {S3Error} `InvalidObjectState`.
 */
export function assertNotArchived({ storageClass, key }: StoredObject): void {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return;
  throw new S3Error('InvalidObjectState', undefined, { StorageClass: storageClass, Key: key });
}

/** The headers that describe an object to its reader. */
export function describeObject(object: StoredObject): Record<string, string | number> {
  const { storageClass, etag, lastModifiedMs, sizeBytes, headers } = object;
  return {
    ...headers,
    'accept-ranges': 'bytes',
    etag: `"${etag}"`,
    'last-modified': new Date(lastModifiedMs).toUTCString(),
    'content-length': sizeBytes,
    ...(storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass }),
  };
}

/** The headers that state an object's checksum. */
export function describeChecksum({ checksum }: Pick<StoredObject, 'checksum'>): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

function parseKeptHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    const isMetadata = name.startsWith(METADATA_PREFIX);
    if (isMetadata) metadataBytes += name.length - METADATA_PREFIX.length + value.length;
    if (isMetadata || KEPT_HEADERS.includes(name)) kept[name] = value;
  }
  if (metadataBytes > LARGEST_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', undefined, { Size: metadataBytes, MaxSizeAllowed: LARGEST_METADATA_BYTES });
  }
  const encoding = contentEncodingOf(headers);
  return encoding === '' ? kept : { ...kept, 'content-encoding': encoding };
}

/** `aws-chunked` is a coding of the transfer, which S3 takes off before it keeps the header. */
function contentEncodingOf(headers: Headers): string {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',');
}
