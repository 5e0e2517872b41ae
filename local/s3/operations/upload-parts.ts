import { type ChecksumType, parseChecksumAlgorithm, traitsOf } from '../checksums/checksum-algorithms.ts';
import type { MultipartUpload, UploadChecksum } from '../multipart-uploads.ts';
import { describeChecksum, OBJECT_HEADERS, parseObjectAttributes } from '../object-headers.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { parseNumber } from '../query-values.ts';
import { type ReceivedBody, receiveBody } from '../request-body.ts';
import { notSupported, S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import { element, xmlDocument } from '../xml.ts';
import { BODY_HEADERS } from './put-object.ts';

const MOST_PARTS = 10_000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const CREATE_MULTIPART_UPLOAD: Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  target: 'object',
  markers: ['uploads'],
  headers: [...OBJECT_HEADERS, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'],
  run: createMultipartUpload,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const UPLOAD_PART: Operation = {
  name: 'UploadPart',
  method: 'PUT',
  target: 'object',
  markers: ['uploadId', 'partNumber'],
  headers: BODY_HEADERS,
  run: uploadPart,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const ABORT_MULTIPART_UPLOAD: Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  target: 'object',
  markers: ['uploadId'],
  run: abortMultipartUpload,
};

async function createMultipartUpload(request: S3Request, service: S3Service): Promise<S3Response> {
  const { bucket, key, headers } = request;
  service.buckets.get(bucket).assertWritable(key);
  const checksum = parseUploadChecksum(headers);
  const attributes = parseObjectAttributes(headers);
  const upload = service.uploads.start({ bucket, key, initiatedMs: service.now(), attributes, checksum });
  const body = xmlDocument('InitiateMultipartUploadResult', [
    element('Bucket', bucket),
    element('Key', key),
    element('UploadId', upload.id),
  ]);
  return { status: 200, headers: describeUploadChecksum(upload), body };
}

async function uploadPart(request: S3Request, service: S3Service): Promise<S3Response> {
  const bucket = service.buckets.get(request.bucket);
  const upload = service.uploads.get(request);
  const partNumber = parsePartNumber(request.query);
  const wanted = upload.checksum?.algorithm;
  const staged = await bucket.stage();
  try {
    const received = await receiveBody(request, (chunk) => staged.write(chunk), wanted ? [wanted] : []);
    assertChecksumFits(upload, received);
    await staged.finish();
    await service.uploads.putPart(upload, {
      partNumber,
      sizeBytes: received.sizeBytes,
      etag: received.md5,
      lastModifiedMs: service.now(),
      checksum: received.checksum,
      digest: wanted && received.digests.get(wanted),
      staged,
    });
    const checksum = received.checksum && { ...received.checksum, type: 'FULL_OBJECT' as const };
    const { 'x-amz-checksum-type': _, ...checksumHeaders } = describeChecksum({ checksum });
    return { status: 200, headers: { etag: `"${received.md5}"`, ...checksumHeaders } };
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

async function abortMultipartUpload(request: S3Request, service: S3Service): Promise<S3Response> {
  service.buckets.get(request.bucket);
  await service.uploads.end(service.uploads.get(request), async () => {});
  return { status: 204 };
}

/** A SHA can only be composite, CRC-64 only of the whole object, the other CRCs are composite unless asked otherwise. */
function parseUploadChecksum(headers: Readonly<Record<string, string>>): UploadChecksum | undefined {
  const name = headers['x-amz-checksum-algorithm'];
  const type = headers['x-amz-checksum-type'];
  if (name === undefined && type === undefined) return undefined;
  const algorithm = parseChecksumAlgorithm(name ?? '');
  if (algorithm === undefined) throw notSupported(`The checksum algorithm ${name ?? `for the type ${type}`}`);
  const types: ChecksumType[] = algorithm === 'CRC64NVME' ? ['FULL_OBJECT'] : ['COMPOSITE'];
  if (types[0] === 'COMPOSITE' && traitsOf(algorithm).crc !== undefined) types.push('FULL_OBJECT');
  const chosen = type === undefined ? types[0] : types.find((candidate) => candidate === type.toUpperCase());
  if (chosen === undefined) {
    throw new S3Error('InvalidRequest', `The ${type} checksum type cannot be used with the ${algorithm} algorithm.`);
  }
  return { algorithm, type: chosen };
}

function describeUploadChecksum({ checksum }: MultipartUpload): Record<string, string> {
  if (checksum === undefined) return {};
  return { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type };
}

function parsePartNumber(query: URLSearchParams): number {
  const partNumber = parseNumber(query, 'partNumber', 0);
  if (partNumber >= 1 && partNumber <= MOST_PARTS) return partNumber;
  throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, {
    ArgumentName: 'partNumber',
    ArgumentValue: partNumber,
  });
}

/** A composite checksum is made of the parts' own, so each must come with one; otherwise the server can make it. */
function assertChecksumFits({ checksum }: MultipartUpload, received: ReceivedBody): void {
  const sent = received.checksum?.algorithm;
  if (checksum === undefined || sent === checksum.algorithm) return;
  if (sent === undefined && checksum.type === 'FULL_OBJECT') return;
  const expected = `expected checksum Type: ${checksum.algorithm.toLowerCase()}`;
  const actual = `actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`;
  throw new S3Error('InvalidRequest', `Checksum Type mismatch occurred, ${expected}, ${actual}`);
}
