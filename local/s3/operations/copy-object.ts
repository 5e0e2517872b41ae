import { type ChecksumAlgorithm, checksumElement, parseChecksumAlgorithm } from '../checksums/checksum-algorithms.ts';
import { ContentDigests } from '../checksums/content-digests.ts';
import { isNotModified, parseWriteConditions, preconditionFailed } from '../conditions.ts';
import {
  assertNotArchived,
  OBJECT_HEADERS,
  type ObjectAttributes,
  parseObjectAttributes,
  refuseUnless,
} from '../object-headers.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { notSupported, S3Error } from '../s3-error.ts';
import { parseAddress, type S3Request } from '../s3-request.ts';
import type { ObjectChecksum, OpenObject, StagedBytes, StoredObject } from '../stores/object-store.ts';
import { element, optionalElement, xmlDocument } from '../xml.ts';
import { noSuchKey } from './get-object.ts';

const LARGEST_COPY_BYTES = 5 * 1024 ** 3;

/**
 * The copy's ETag is the MD5 of its bytes, though the source came in parts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export const COPY_OBJECT: Operation = {
  name: 'CopyObject',
  method: 'PUT',
  target: 'object',
  markerHeader: 'x-amz-copy-source',
  headers: [
    ...OBJECT_HEADERS,
    'x-amz-copy-source',
    'x-amz-copy-source-if-match',
    'x-amz-copy-source-if-none-match',
    'x-amz-copy-source-if-modified-since',
    'x-amz-copy-source-if-unmodified-since',
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
    'x-amz-checksum-algorithm',
    'if-match',
    'if-none-match',
  ],
  run: copyObject,
};

async function copyObject(request: S3Request, service: S3Service): Promise<S3Response> {
  const bucket = service.buckets.get(request.bucket);
  bucket.assertWritable(request.key);
  const conditions = parseWriteConditions(request.headers);
  const source = await openSource(request, service);
  try {
    const staged = await bucket.stage();
    try {
      const attributes = attributesOfCopy(request, source.object);
      const object = await copyBytes(source, staged, algorithmOfCopy(request, source.object), {
        key: request.key,
        lastModifiedMs: service.now(),
        ...attributes,
      });
      await bucket.commit(object, [staged], conditions);
      service.announce({ bucket: request.bucket, object, cause: 'Copy', requestId: request.id });
      return describeCopy(object);
    } finally {
      await staged.discard();
    }
  } finally {
    await source.close();
  }
}

async function openSource({ headers, bucket, key }: S3Request, service: S3Service): Promise<OpenObject> {
  const header = headers['x-amz-copy-source'] ?? '';
  const address = parseAddress(header.startsWith('/') ? header : `/${header}`);
  if (address.target !== 'object') throw new S3Error('InvalidArgument', 'x-amz-copy-source must be bucket/key.');
  if (address.query.size > 0) throw notSupported(`x-amz-copy-source with ?${address.query}`);
  if (address.bucket === bucket && address.key === key && headers['x-amz-metadata-directive'] !== 'REPLACE') {
    throw new S3Error('InvalidRequest', 'An object can be copied to itself only with its metadata replaced.');
  }
  const source = await service.buckets.get(address.bucket).open(address.key);
  if (source === undefined) throw noSuchKey(address.key);
  try {
    assertCopyable(headers, source.object);
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}

function assertCopyable(headers: Readonly<Record<string, string>>, source: StoredObject): void {
  const conditions = {
    ifMatch: headers['x-amz-copy-source-if-match'],
    ifNoneMatch: headers['x-amz-copy-source-if-none-match'],
    ifModifiedSince: headers['x-amz-copy-source-if-modified-since'],
    ifUnmodifiedSince: headers['x-amz-copy-source-if-unmodified-since'],
  };
  if (isNotModified(conditions, source)) throw preconditionFailed('x-amz-copy-source-If-None-Match');
  assertNotArchived(source);
  if (source.sizeBytes > LARGEST_COPY_BYTES) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_COPY_BYTES}`,
    );
  }
}

function attributesOfCopy({ headers }: S3Request, source: StoredObject): ObjectAttributes {
  refuseUnless(headers, 'x-amz-tagging-directive', ['COPY']);
  refuseUnless(headers, 'x-amz-metadata-directive', ['COPY', 'REPLACE']);
  const replacement = parseObjectAttributes(headers);
  if (headers['x-amz-metadata-directive'] === 'REPLACE') return replacement;
  return { headers: source.headers, storageClass: replacement.storageClass };
}

function algorithmOfCopy({ headers }: S3Request, source: StoredObject): ChecksumAlgorithm | undefined {
  const name = headers['x-amz-checksum-algorithm'];
  if (name === undefined) return source.checksum?.algorithm;
  const algorithm = parseChecksumAlgorithm(name);
  if (algorithm === undefined) throw notSupported(`The checksum algorithm ${name}`);
  return algorithm;
}

async function copyBytes(
  source: OpenObject,
  staged: StagedBytes,
  algorithm: ChecksumAlgorithm | undefined,
  known: Omit<StoredObject, 'etag' | 'sizeBytes' | 'checksum'>,
): Promise<StoredObject> {
  const digests = new ContentDigests(algorithm === undefined ? [] : [algorithm]);
  for await (const chunk of source.read()) {
    digests.update(chunk);
    await staged.write(chunk);
  }
  await staged.finish();
  const { md5, checksums } = digests.finish();
  const value = algorithm && checksums.get(algorithm)?.toString('base64');
  const checksum: ObjectChecksum | undefined =
    algorithm && value ? { algorithm, value, type: 'FULL_OBJECT' } : undefined;
  return { ...known, etag: md5.toString('hex'), sizeBytes: source.object.sizeBytes, checksum };
}

function describeCopy({ etag, lastModifiedMs, checksum }: StoredObject): S3Response {
  const body = xmlDocument('CopyObjectResult', [
    element('ETag', `"${etag}"`),
    element('LastModified', new Date(lastModifiedMs).toISOString()),
    checksum && element(checksumElement(checksum.algorithm), checksum.value),
    optionalElement('ChecksumType', checksum?.type),
  ]);
  return { status: 200, body };
}
