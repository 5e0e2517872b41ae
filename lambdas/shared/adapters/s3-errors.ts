/** Translates what S3's client throws, once its own attempts are used up, into the errors that definitions name. */
import { InvalidObjectState, S3ServiceException } from '@aws-sdk/client-s3';
import { RecordingArchivedError, StorageAccessDeniedError, StorageUnavailableError } from '../contract/errors.ts';
import type { ObjectPlace } from '../recording/storage-ports.ts';

// Of Node and of the SDK's own HTTP handler; the SDK retries on these as well.
export const brokenConnectionCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
const transientNames = new Set([
  'TimeoutError',
  'RequestTimeout',
  'SlowDown',
  // Of KMS, handed on with the status 400 where a bucket has a key.
  'ThrottlingException',
  'KMS.ThrottlingException',
  'ListingTruncatedError',
  'AnswerForeignError',
]);

/**
 * Runs a request to S3 and translates its failure, keeping the cause. What is neither access, archive nor a passing
 * fault is a bug or a missing bucket, and passes through.
 *
 * @param what What was asked for, such as `s3://bucket/key`.
 * @throws RecordingArchivedError, StorageAccessDeniedError, StorageUnavailableError
 */
export async function translateS3Errors<Result>(what: string, request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    throw translate(what, error);
  }
}

function translate(what: string, cause: unknown): unknown {
  if (cause instanceof InvalidObjectState) {
    const storageClass = cause.StorageClass ?? cause.AccessTier ?? 'of an archive';
    return new RecordingArchivedError(
      `${what} is in the storage class ${storageClass} and cannot be read. Restore the recording's objects, then redrive this execution.`,
      { cause },
    );
  }
  if (isDenied(cause)) {
    return new StorageAccessDeniedError(
      `S3 denied access to ${what} (${cause.name}: ${cause.message}). Correct the bucket's policy, that of its key or the function's role, then redrive this execution.`,
      { cause },
    );
  }
  if (isPassing(cause)) {
    return new StorageUnavailableError(
      `S3 did not deliver ${what}: ${cause.name || 'an error without a name'}: ${cause.message}.`,
      { cause },
    );
  }
  return cause;
}

const isDenied = (error: unknown): error is S3ServiceException =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;

function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
  // An answer that names no error is not S3's own: something on the way has mangled it.
  if (status === 429 || status >= 500 || transientNames.has(error.name) || error.name === '') return true;
  return 'code' in error && typeof error.code === 'string' && brokenConnectionCodes.has(error.code);
}

/** An object's name for a message. */
export const nameOf = ({ bucket, key }: ObjectPlace): string => `s3://${bucket}/${key}`;

/** Whether S3 says that the object is not there. A bucket that is not there is another matter. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound');
