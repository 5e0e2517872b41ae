import { type IncomingHttpHeaders, type IncomingMessage, request as sendRequest } from 'node:http';

/** A viewer's request as an origin sees it. */
export interface OriginRequest {
  readonly bucket: string;
  readonly key: string;
  readonly method: 'GET' | 'HEAD';
  /** Range and conditions of the viewer; other headers and the query do not reach the origin. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads an object: status and headers as S3 gives them, and the bytes as they come. Stops when the signal says so. */
export type ReadObject = (request: OriginRequest, signal: AbortSignal) => Promise<IncomingMessage>;

/** The viewer's headers that S3 answers to: a part of the object, or the object only if it has changed. */
const forwardedHeaders = [
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
] as const;

/** Picks from a viewer's headers those that an {@link OriginRequest} carries. */
export function pickForwardedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    forwardedHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/**
 * Reads from an S3 server on loopback by plain HTTP: ranges, conditions and streaming are S3's own then, and no byte
 * is copied by an SDK. Nothing is signed, which the embedded server does not mind.
 */
export function createS3Origin(endpoint: string): ReadObject {
  return async ({ bucket, key, method, headers }, signal) => {
    const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    sendRequest(endpoint, { path, method, headers, signal }).once('response', resolve).once('error', reject).end();
    return promise;
  };
}
