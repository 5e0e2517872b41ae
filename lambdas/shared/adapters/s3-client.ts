import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ownAnswerStep, requireOwnAnswer } from './own-answer.ts';

/**
 * The S3 client of every step. Checksums only where S3 demands them: the SDK's default would compute one of every body
 * that is read, for what TLS and the steps' own checks guard already.
 *
 * @param overrides For tests and measurements; in the cloud and on a laptop the environment says everything.
 */
export function makeS3Client(overrides: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      // S3 answers within a second or not at all; a connection that hangs is better tried anew.
      connectionTimeout: 3000,
      socketTimeout: 15_000,
    },
    ...overrides,
  });
  client.middlewareStack.add((next) => async (args) => requireOwnAnswer(await next(args)), ownAnswerStep);
  return client;
}
