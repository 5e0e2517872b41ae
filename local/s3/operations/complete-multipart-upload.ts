import { createHash } from 'node:crypto';
import { CHECKSUM_ALGORITHMS, checksumElement, checksumHeader } from '../checksums/checksum-algorithms.ts';
import { checksumOfParts, type PartChecksum } from '../checksums/whole-object-checksum.ts';
import { parseWriteConditions } from '../conditions.ts';
import type { MultipartUpload, UploadedPart } from '../multipart-uploads.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { type ListedPart, parsePartList } from '../part-list.ts';
import { receiveText } from '../request-body.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import type { ObjectChecksum, StoredObject } from '../stores/object-store.ts';
import { element, optionalElement, xmlDocument } from '../xml.ts';

/** Here these are of the object; in all other requests they are of the body. */
const OBJECT_CHECKSUM_HEADERS: readonly string[] = CHECKSUM_ALGORITHMS.map(checksumHeader);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const COMPLETE_MULTIPART_UPLOAD: Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  target: 'object',
  markers: ['uploadId'],
  headers: [
    ...OBJECT_CHECKSUM_HEADERS,
    'x-amz-sdk-checksum-algorithm',
    'x-amz-checksum-type',
    'x-amz-mp-object-size',
    'if-match',
    'if-none-match',
  ],
  run: completeMultipartUpload,
};

async function completeMultipartUpload(request: S3Request, service: S3Service): Promise<S3Response> {
  const bucket = service.buckets.get(request.bucket);
  const conditions = parseWriteConditions(request.headers);
  const upload = service.uploads.get(request);
  const listed = parsePartList(await receiveText(withoutObjectChecksums(request)));
  const object = await service.uploads.end(upload, async (current) => {
    const parts = pickParts(current, listed, service.minimumPartBytes);
    const completed = describeCompleted(request, current, parts, service.now());
    await bucket.commit(
      completed,
      parts.map(({ staged }) => staged),
      conditions,
    );
    return completed;
  });
  service.announce({ bucket: request.bucket, object, cause: 'CompleteMultipartUpload', requestId: request.id });
  return { status: 200, body: describeResult(request, object) };
}

function withoutObjectChecksums(request: S3Request): S3Request {
  const ofObject = [...OBJECT_CHECKSUM_HEADERS, 'x-amz-sdk-checksum-algorithm'];
  const headers = Object.entries(request.headers).filter(([name]) => !ofObject.includes(name));
  return { ...request, headers: Object.fromEntries(headers) };
}

function pickParts(upload: MultipartUpload, listed: readonly ListedPart[], minimumBytes: number): UploadedPart[] {
  const picked = listed.map((part, index) => pickPart(upload, part, index));
  const small = picked.find(({ sizeBytes }, index) => sizeBytes < minimumBytes && index < picked.length - 1);
  if (small === undefined) return picked;
  throw new S3Error('EntityTooSmall', undefined, {
    ProposedSize: small.sizeBytes,
    MinSizeAllowed: minimumBytes,
    PartNumber: small.partNumber,
    ETag: small.etag,
  });
}

function pickPart(upload: MultipartUpload, listed: ListedPart, index: number): UploadedPart {
  const { partNumber, etag, checksums } = listed;
  const part = upload.parts.get(partNumber);
  if (part?.etag !== etag) throw new S3Error('InvalidPart', undefined, { UploadId: upload.id, PartNumber: partNumber });
  // With checksums, as the documentation of CompletedPart has it, the numbers have no gaps.
  if (upload.checksum !== undefined && partNumber !== index + 1) throw new S3Error('InvalidPartOrder');
  for (const [algorithm, value] of checksums) {
    const isWrong = part.checksum?.algorithm === algorithm && part.checksum.value !== value;
    if (isWrong) throw new S3Error('InvalidPart', undefined, { UploadId: upload.id, PartNumber: partNumber });
  }
  if (upload.checksum?.type === 'COMPOSITE' && !checksums.has(upload.checksum.algorithm)) {
    const created = `The upload was created using a ${upload.checksum.algorithm.toLowerCase()} checksum.`;
    const missing = `It was missing for part ${partNumber} in the request.`;
    throw new S3Error(
      'InvalidRequest',
      `${created} The complete request must include the checksum for each part. ${missing}`,
    );
  }
  return part;
}

function describeCompleted(
  { headers }: S3Request,
  upload: MultipartUpload,
  parts: readonly UploadedPart[],
  lastModifiedMs: number,
): StoredObject {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const saidBytes = headers['x-amz-mp-object-size'];
  if (saidBytes !== undefined && Number(saidBytes) !== sizeBytes) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${saidBytes} does not match what was computed: ${sizeBytes}`,
    );
  }
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  const checksum = computeChecksum(upload, parts);
  verifyObjectChecksum(headers, checksum);
  const etag = `${md5.digest('hex')}-${parts.length}`;
  return { key: upload.key, sizeBytes, etag, lastModifiedMs, ...upload.attributes, checksum };
}

function computeChecksum({ checksum }: MultipartUpload, parts: readonly UploadedPart[]): ObjectChecksum | undefined {
  if (checksum === undefined) return undefined;
  const digests = parts.map(
    ({ digest, sizeBytes }): PartChecksum => ({ digest: digest ?? Buffer.alloc(0), sizeBytes }),
  );
  return { ...checksum, value: checksumOfParts(checksum.algorithm, checksum.type, digests) };
}

function verifyObjectChecksum(headers: Readonly<Record<string, string>>, checksum: ObjectChecksum | undefined): void {
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && type.toUpperCase() !== checksum?.type) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created with the checksum type ${checksum?.type}, not ${type}.`,
    );
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = headers[checksumHeader(algorithm)];
    if (value === undefined) continue;
    if (algorithm !== checksum?.algorithm) {
      throw new S3Error('InvalidRequest', `The upload was not created with the checksum algorithm ${algorithm}.`);
    }
    if (value !== checksum.value) {
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
}

function describeResult({ bucket, key }: S3Request, { etag, checksum }: StoredObject): string {
  return xmlDocument('CompleteMultipartUploadResult', [
    element('Location', `/${bucket}/${encodeURIComponent(key)}`),
    element('Bucket', bucket),
    element('Key', key),
    element('ETag', `"${etag}"`),
    checksum && element(checksumElement(checksum.algorithm), checksum.value),
    optionalElement('ChecksumType', checksum?.type),
  ]);
}
