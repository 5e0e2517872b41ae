import { checksumElement } from '../checksums/checksum-algorithms.ts';
import { commonPrefixOf, readListingPage } from '../listing-page.ts';
import type { MultipartUpload, UploadedPart } from '../multipart-uploads.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { parseKeyEncoding, parseLimit, parseNumber } from '../query-values.ts';
import type { S3Request } from '../s3-request.ts';
import { compareUtf8 } from '../utf8-order.ts';
import { element, optionalElement, xmlDocument } from '../xml.ts';

const MOST_ENTRIES = 1000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const LIST_PARTS: Operation = {
  name: 'ListParts',
  method: 'GET',
  target: 'object',
  markers: ['uploadId'],
  query: ['max-parts', 'part-number-marker'],
  run: listParts,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const LIST_MULTIPART_UPLOADS: Operation = {
  name: 'ListMultipartUploads',
  method: 'GET',
  target: 'bucket',
  markers: ['uploads'],
  query: ['prefix', 'delimiter', 'key-marker', 'upload-id-marker', 'max-uploads', 'encoding-type'],
  run: listMultipartUploads,
};

async function listParts(request: S3Request, { buckets, uploads, accountId }: S3Service): Promise<S3Response> {
  buckets.get(request.bucket);
  const upload = uploads.get(request);
  const marker = parseNumber(request.query, 'part-number-marker', 0);
  const limit = parseLimit(request.query, 'max-parts', MOST_ENTRIES);
  const rest = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((left, right) => left.partNumber - right.partNumber);
  const page = rest.slice(0, limit);
  const isTruncated = limit > 0 && rest.length > limit;
  const body = xmlDocument('ListPartsResult', [
    element('Bucket', request.bucket),
    element('Key', request.key),
    element('UploadId', upload.id),
    element('PartNumberMarker', marker),
    // Only if there is more: an SDK's paginator goes on as long as it finds one.
    optionalElement('NextPartNumberMarker', isTruncated ? page.at(-1)?.partNumber : undefined),
    element('MaxParts', limit),
    element('IsTruncated', isTruncated),
    ...page.map(describePart),
    ...describeParticipants(accountId),
    element('StorageClass', upload.attributes.storageClass),
    optionalElement('ChecksumAlgorithm', upload.checksum?.algorithm),
    optionalElement('ChecksumType', upload.checksum?.type),
  ]);
  return { status: 200, body };
}

function describePart({ partNumber, lastModifiedMs, etag, sizeBytes, checksum }: UploadedPart): string {
  return element('Part', [
    element('PartNumber', partNumber),
    element('LastModified', new Date(lastModifiedMs).toISOString()),
    element('ETag', `"${etag}"`),
    element('Size', sizeBytes),
    checksum && element(checksumElement(checksum.algorithm), checksum.value),
  ]);
}

/** An upload, or everything below a common prefix, where a page of uploads begins behind. */
interface UploadPosition {
  readonly key: string;
  /** Undefined: behind all uploads of the key. */
  readonly uploadId: string | undefined;
  readonly isCommonPrefix: boolean;
}

async function listMultipartUploads(request: S3Request, service: S3Service): Promise<S3Response> {
  const { query, bucket } = request;
  service.buckets.get(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = parseLimit(query, 'max-uploads', MOST_ENTRIES);
  const encode = parseKeyEncoding(query);
  const uploads = service.uploads.inBucket(bucket).filter(({ key }) => key.startsWith(prefix));
  const page = await readListingPage<MultipartUpload, UploadPosition>(
    {
      readFrom: (position) => uploads.filter((upload) => !isUploadBehind(upload, position)),
      positionAfter: ({ key, id }) => ({ key, uploadId: id, isCommonPrefix: false }),
      positionBeyond: (commonPrefix) => ({ key: commonPrefix, uploadId: undefined, isCommonPrefix: true }),
    },
    { prefix, delimiter, limit, start: parseStart(query, prefix, delimiter) },
  );
  const body = xmlDocument('ListMultipartUploadsResult', [
    element('Bucket', bucket),
    element('KeyMarker', encode(query.get('key-marker') ?? '')),
    element('UploadIdMarker', query.get('upload-id-marker') ?? ''),
    optionalElement('NextKeyMarker', page.next && encode(page.next.key)),
    optionalElement('NextUploadIdMarker', page.next && (page.next.uploadId ?? '')),
    optionalElement('EncodingType', query.get('encoding-type') ?? undefined),
    element('MaxUploads', limit),
    element('IsTruncated', page.next !== undefined),
    element('Prefix', encode(prefix)),
    optionalElement('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    ...page.entries.map((upload) => describeUpload(upload, encode, service.accountId)),
    ...page.commonPrefixes.map((commonPrefix) => element('CommonPrefixes', [element('Prefix', encode(commonPrefix))])),
  ]);
  return { status: 200, body };
}

function parseStart(query: URLSearchParams, prefix: string, delimiter: string): UploadPosition {
  const key = query.get('key-marker') ?? '';
  // Without a key-marker S3 ignores the other one.
  const uploadId = key === '' ? undefined : query.get('upload-id-marker') || undefined;
  return { key, uploadId, isCommonPrefix: key !== '' && commonPrefixOf(key, prefix, delimiter) === key };
}

function isUploadBehind(upload: MultipartUpload, position: UploadPosition): boolean {
  if (position.isCommonPrefix && upload.key.startsWith(position.key)) return true;
  const order = compareUtf8(upload.key, position.key);
  if (order !== 0) return order < 0;
  return position.uploadId === undefined || compareUtf8(upload.id, position.uploadId) <= 0;
}

function describeUpload(upload: MultipartUpload, encode: (key: string) => string, accountId: string): string {
  return element('Upload', [
    element('Key', encode(upload.key)),
    element('UploadId', upload.id),
    ...describeParticipants(accountId),
    element('StorageClass', upload.attributes.storageClass),
    element('Initiated', new Date(upload.initiatedMs).toISOString()),
    optionalElement('ChecksumAlgorithm', upload.checksum?.algorithm),
    optionalElement('ChecksumType', upload.checksum?.type),
  ]);
}

function describeParticipants(accountId: string): string[] {
  const id = [element('ID', accountId)];
  return [element('Initiator', id), element('Owner', id)];
}
