import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorCodeOf } from './error-code.ts';
import type { S3Response } from './operation.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { errorDocument } from './xml.ts';

/**
 * A request's body. A caller that sent `Expect: 100-continue` is told to send it only once it is wanted, so that a
 * refused upload costs nothing.
 *
 * @throws {S3Error} `IncompleteBody` while it is read, if the connection ends early.
 */
export async function* readRequestBody(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): AsyncGenerator<Uint8Array> {
  if (incoming.headers.expect?.toLowerCase() === '100-continue') outgoing.writeContinue();
  try {
    // Left open at an early end: closing it would close the connection before the answer is out.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) yield chunk;
  } catch {
    throw new S3Error('IncompleteBody');
  }
}

/** Sends an answer. A caller that goes away half-way ends it, and an object's file is let go in any case. */
export async function sendResponse(method: string, response: S3Response, outgoing: ServerResponse): Promise<void> {
  const { status, headers, body } = response;
  for (const [name, value] of Object.entries(headers ?? {})) outgoing.setHeader(name, value);
  if (typeof body === 'object') {
    await sendStream(status, body, outgoing);
    return;
  }
  if (body !== undefined) outgoing.setHeader('content-type', 'application/xml');
  if (body !== undefined || !outgoing.hasHeader('content-length')) {
    if (status !== 204 && status !== 304) outgoing.setHeader('content-length', Buffer.byteLength(body ?? ''));
  }
  outgoing.writeHead(status);
  outgoing.end(method === 'HEAD' ? undefined : body);
}

async function sendStream(
  status: number,
  body: Exclude<S3Response['body'], string | undefined>,
  outgoing: ServerResponse,
) {
  try {
    // A file that shrank would otherwise leave the caller waiting for the rest.
    outgoing.strictContentLength = true;
    outgoing.writeHead(status);
    await pipeline(body.chunks, outgoing);
  } catch (error) {
    // The status is out: the only way left to say that something is wrong is to break off.
    outgoing.destroy();
    if (errorCodeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    await body.release();
  }
}

/** What S3 answers to a request that failed. A HEAD is answered without a body, so the code is lost, as in S3. */
export function describeError(error: S3Error, request: Pick<S3Request, 'id' | 'method'>, path: string): S3Response {
  const { code, message, details } = error;
  const headers: Record<string, string> = {};
  if (code === 'InvalidRange') headers['content-range'] = `bytes */${details.ActualObjectSize}`;
  if (request.method === 'HEAD') return { status: error.status, headers };
  const body = errorDocument({ Code: code, Message: message, ...details, Resource: path, RequestId: request.id });
  return { status: error.status, headers, body };
}
