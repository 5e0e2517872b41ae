import { CHECKSUM_ALGORITHMS, checksumHeader } from '../checksums/checksum-algorithms.ts';
import { parseWriteConditions } from '../conditions.ts';
import { describeChecksum, OBJECT_HEADERS, parseObjectAttributes } from '../object-headers.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { receiveBody } from '../request-body.ts';
import type { S3Request } from '../s3-request.ts';

/** The headers that tell of a body's length and checksum. */
export const BODY_HEADERS = [
  'x-amz-trailer',
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  ...CHECKSUM_ALGORITHMS.map(checksumHeader),
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const PUT_OBJECT: Operation = {
  name: 'PutObject',
  method: 'PUT',
  target: 'object',
  headers: [...BODY_HEADERS, ...OBJECT_HEADERS, 'if-match', 'if-none-match'],
  run: putObject,
};

async function putObject(request: S3Request, service: S3Service): Promise<S3Response> {
  const bucket = service.buckets.get(request.bucket);
  bucket.assertWritable(request.key);
  const conditions = parseWriteConditions(request.headers);
  const attributes = parseObjectAttributes(request.headers);
  const staged = await bucket.stage();
  try {
    const { sizeBytes, md5, checksum } = await receiveBody(request, (chunk) => staged.write(chunk));
    await staged.finish();
    const object = {
      key: request.key,
      sizeBytes,
      etag: md5,
      lastModifiedMs: service.now(),
      ...attributes,
      checksum: checksum && { ...checksum, type: 'FULL_OBJECT' as const },
    };
    await bucket.commit(object, [staged], conditions);
    service.announce({ bucket: request.bucket, object, cause: 'Put', requestId: request.id });
    return { status: 200, headers: { etag: `"${md5}"`, ...describeChecksum(object) } };
  } finally {
    await staged.discard();
  }
}
