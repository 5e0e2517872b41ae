import * as z from 'zod/mini';
import { FROM_THE_START } from '../list-position.ts';
import { readListingPage } from '../listing-page.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { parseKeyEncoding, parseLimit, requireValue } from '../query-values.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import type { ListStart, StoredObject } from '../stores/object-store.ts';
import { element, optionalElement, xmlDocument } from '../xml.ts';

const MOST_KEYS = 1000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const LIST_OBJECTS: Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  target: 'bucket',
  markers: ['list-type'],
  query: ['prefix', 'delimiter', 'continuation-token', 'start-after', 'max-keys', 'encoding-type', 'fetch-owner'],
  // It asks for the RestoreStatus of archived objects, and none here is archived.
  headers: ['x-amz-optional-object-attributes'],
  run: listObjects,
};

async function listObjects({ query, bucket }: S3Request, service: S3Service): Promise<S3Response> {
  requireValue(query, 'list-type', '2');
  const source = service.buckets.get(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = parseLimit(query, 'max-keys', MOST_KEYS);
  const encode = parseKeyEncoding(query);
  const page = await readListingPage<StoredObject, ListStart>(
    {
      readFrom: (position) => source.list(prefix, position),
      positionAfter: ({ key }) => ({ after: key }),
      positionBeyond: (commonPrefix) => ({ beyondPrefix: commonPrefix }),
    },
    { prefix, delimiter, limit, start: parseStart(query) },
  );
  const body = xmlDocument('ListBucketResult', [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    optionalElement('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    optionalElement('StartAfter', query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined),
    optionalElement('ContinuationToken', query.get('continuation-token') ?? undefined),
    optionalElement('NextContinuationToken', page.next && writeToken(page.next)),
    optionalElement('EncodingType', query.get('encoding-type') ?? undefined),
    element('KeyCount', page.entries.length + page.commonPrefixes.length),
    element('MaxKeys', limit),
    element('IsTruncated', page.next !== undefined),
    ...page.entries.map((object) => describeEntry(object, encode)),
    ...page.commonPrefixes.map((commonPrefix) => element('CommonPrefixes', [element('Prefix', encode(commonPrefix))])),
  ]);
  return { status: 200, headers: { 'x-amz-bucket-region': service.region }, body };
}

function describeEntry(object: StoredObject, encode: (key: string) => string): string {
  const { key, lastModifiedMs, etag, checksum, sizeBytes, storageClass } = object;
  return element('Contents', [
    element('Key', encode(key)),
    element('LastModified', new Date(lastModifiedMs).toISOString()),
    element('ETag', `"${etag}"`),
    checksum && element('ChecksumAlgorithm', checksum.algorithm),
    optionalElement('ChecksumType', checksum?.type),
    element('Size', sizeBytes),
    element('StorageClass', storageClass),
  ]);
}

const positionSchema = z.union([z.strictObject({ after: z.string() }), z.strictObject({ beyondPrefix: z.string() })]);

/** A token wins over start-after, which an SDK's paginator sends with every page. */
function parseStart(query: URLSearchParams): ListStart {
  const token = query.get('continuation-token');
  if (token !== null) return readToken(token);
  const startAfter = query.get('start-after') ?? '';
  return startAfter === '' ? FROM_THE_START : { after: startAfter };
}

function writeToken(position: ListStart): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readToken(token: string): ListStart {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
}
