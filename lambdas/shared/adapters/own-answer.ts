/**
 * Tells an answer of AWS from one that somebody on the way has given, such as a proxy with a page of its own: with status
 * 200 the SDK takes either for a success, and of a write, whose answer says next to nothing, it would never be noticed
 * that nothing was written.
 */
import { Readable } from 'node:stream';

/** The answer bears no request id. The SDK asks again. */
export class AnswerForeignError extends Error {
  override readonly name = 'AnswerForeignError';
  /** The SDK's mark of an error that is worth another attempt. */
  readonly $retryable = { throttling: false };
}

/** For the client's middleware: innermost, so that what is found there is tried again. */
export const ownAnswerStep = { step: 'deserialize', priority: 'low', name: 'requireOwnAnswer' } as const;

/** S3 sends the first one, the others the second. */
const requestIdHeaders = ['x-amz-request-id', 'x-amzn-requestid'];

/**
 * Hands back an answer of AWS, and any refusal, which bears no fruit in any case.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/get-request-ids.html
 * @throws {@link AnswerForeignError}
 */
export function requireOwnAnswer<Result extends { readonly response: unknown }>(result: Result): Result {
  const { response } = result;
  if (!isSuccess(response) || requestIdHeaders.some((name) => name in response.headers)) return result;
  // Else the connection would wait for somebody to read it.
  if (response.body instanceof Readable) response.body.destroy();
  throw new AnswerForeignError(
    `An answer with status ${response.statusCode} bears neither ${requestIdHeaders.join(' nor ')}: it is not from AWS`,
  );
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: object;
  readonly body?: unknown;
}

const isSuccess = (response: unknown): response is HttpAnswer =>
  typeof response === 'object' &&
  response !== null &&
  'statusCode' in response &&
  typeof response.statusCode === 'number' &&
  response.statusCode < 300 &&
  'headers' in response &&
  typeof response.headers === 'object' &&
  response.headers !== null;
