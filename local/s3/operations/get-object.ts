import { type ByteRange, parseByteRange, sizeOfRange } from '../byte-range.ts';
import { isNotModified, matchesEtag } from '../conditions.ts';
import { assertNotArchived, describeChecksum, describeObject } from '../object-headers.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import type { StoredObject } from '../stores/object-store.ts';

const READ_HEADERS = [
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'x-amz-checksum-mode',
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const GET_OBJECT: Operation = {
  name: 'GetObject',
  method: 'GET',
  target: 'object',
  headers: READ_HEADERS,
  run: getObject,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const HEAD_OBJECT: Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  target: 'object',
  headers: READ_HEADERS,
  run: headObject,
};

async function getObject(request: S3Request, service: S3Service): Promise<S3Response> {
  const opened = await service.buckets.get(request.bucket).open(request.key);
  if (opened === undefined) throw noSuchKey(request.key);
  try {
    assertNotArchived(opened.object);
    const { answer, range } = planAnswer(request, opened.object);
    if (answer.status === 304) {
      await opened.close();
      return answer;
    }
    return { ...answer, body: { chunks: opened.read(range), release: () => opened.close() } };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function headObject(request: S3Request, service: S3Service): Promise<S3Response> {
  const object = await service.buckets.get(request.bucket).find(request.key);
  if (object === undefined) throw noSuchKey(request.key);
  return planAnswer(request, object).answer;
}

function planAnswer(request: S3Request, object: StoredObject): { answer: S3Response; range?: ByteRange | undefined } {
  const { headers } = request;
  const conditions = {
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    ifUnmodifiedSince: headers['if-unmodified-since'],
  };
  const described = describeObject(object);
  if (isNotModified(conditions, object)) return { answer: notModified(described) };
  const range = parseByteRange(
    isRangeWanted(headers['if-range'], object) ? headers.range : undefined,
    object.sizeBytes,
  );
  if (range === undefined) {
    const checksum = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' ? describeChecksum(object) : {};
    return { answer: { status: 200, headers: { ...described, ...checksum } } };
  }
  const partial = {
    'content-length': sizeOfRange(range),
    'content-range': `bytes ${range.first}-${range.last}/${object.sizeBytes}`,
  };
  return { answer: { status: 206, headers: { ...described, ...partial } }, range };
}

/** If-Range asks for the part only if the object is still the one that the caller has the rest of. */
function isRangeWanted(ifRange: string | undefined, object: StoredObject): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.includes('"')) return matchesEtag(ifRange, object.etag);
  return Date.parse(ifRange) === object.lastModifiedMs;
}

function notModified(described: Readonly<Record<string, string | number>>): S3Response {
  const kept = ['etag', 'last-modified', 'cache-control', 'expires'];
  return {
    status: 304,
    headers: Object.fromEntries(Object.entries(described).filter(([name]) => kept.includes(name))),
  };
}

/** `NoSuchKey` for a key. */
export function noSuchKey(key: string): S3Error {
  return new S3Error('NoSuchKey', undefined, { Key: key });
}
