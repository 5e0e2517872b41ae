/** Translates the passing faults of Step Functions and DynamoDB, once the client's own attempts are used up. */
import { ServiceUnavailableError } from '../contract/errors.ts';
import { brokenConnectionCodes } from './s3-errors.ts';

/** Throttling comes as 400 with one of these names; whatever is 5xx passes by its status. */
const passingNames = new Set([
  'ThrottlingException',
  'ThrottledException',
  'KMSThrottlingException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TimeoutError',
  'AnswerForeignError',
  // An answer that names no error is not the service's own: something on the way has mangled it.
  '',
]);

/**
 * Runs a request and names its failure for the definition's Retry, when another try later may help. What is not passing
 * goes through under its own name.
 *
 * @param what What was asked for, such as `the executions of <ARN>`.
 * @throws ServiceUnavailableError
 */
export async function translateServiceErrors<Result>(what: string, request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (cause) {
    if (!isPassing(cause)) throw cause;
    throw new ServiceUnavailableError(
      `AWS did not deliver ${what}: ${cause.name || 'an error without a name'}: ${cause.message}.`,
      { cause },
    );
  }
}

function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (passingNames.has(error.name) || statusOf(error) >= 500) return true;
  return 'code' in error && typeof error.code === 'string' && brokenConnectionCodes.has(error.code);
}

/** HTTP status of the answer; 0 where there was none. */
function statusOf(error: Error): number {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return status && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0;
}
