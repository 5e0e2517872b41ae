import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { makeS3Client } from './s3-client.ts';

/** The S3 client of a step that moves whole recordings. */
export function makeTransferClient(overrides: S3ClientConfig = {}): S3Client {
  const client = makeS3Client({
    // Thousands of requests in one run: what fails three times in a row may well pass at the sixth, some 20 s later.
    maxAttempts: 6,
    // With `Expect: 100-continue` the SDK opens a connection for each part, and waits for an answer before it sends.
    expectContinueHeader: false,
    ...overrides,
  });
  leaveCheckedBodiesUnsigned(client);
  return client;
}

interface SentRequest {
  readonly headers: Record<string, string>;
}

const isSentRequest = (request: unknown): request is SentRequest =>
  typeof request === 'object' && request !== null && 'headers' in request;

/**
 * A body that goes with its CRC-32, which S3 checks, needs no SHA-256 of it in the signature as well, which takes twice
 * the CPU. The SDK computes none when this header is there.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function leaveCheckedBodiesUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      if (isSentRequest(args.request) && 'x-amz-checksum-crc32' in args.request.headers) {
        args.request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      }
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'leaveCheckedBodiesUnsigned' },
  );
}
