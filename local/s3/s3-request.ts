import { S3Error } from './s3-error.ts';

/** What a request is about. */
export type RequestTarget = 'service' | 'bucket' | 'object';

/** A request as the operations see it. */
export interface S3Request {
  /** The x-amz-request-id of the answer. */
  readonly id: string;
  readonly method: string;
  readonly target: RequestTarget;
  /** Empty for the service. */
  readonly bucket: string;
  /** Empty for the service and a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it comes over the wire; to be read once at most. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What a request is about, and its query. */
export type RequestAddress = Pick<S3Request, 'target' | 'bucket' | 'key' | 'query'>;

/**
 * Reads a path-style address. Not with `URL`, which would resolve `..` and so change the key.
 *
 * @throws {S3Error} `InvalidURI` if the percent-encoding is broken.
 */
export function parseAddress(url: string): RequestAddress {
  const queryStart = url.indexOf('?');
  const path = queryStart === -1 ? url : url.slice(0, queryStart);
  const query = new URLSearchParams(queryStart === -1 ? '' : url.slice(queryStart + 1));
  const match = /^\/([^/]*)\/?([\s\S]*)$/.exec(path);
  if (match === null) throw new S3Error('InvalidURI');
  const bucket = decode(match[1] ?? '');
  const key = decode(match[2] ?? '');
  // No key in UTF-8 is so, and a listing could not name it.
  if (!key.isWellFormed()) throw new S3Error('InvalidURI');
  return { target: targetOf(bucket, key), bucket, key, query };
}

/**
 * The headers by name. A presigned URL carries `x-amz-…` headers in its query; they count as headers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function gatherHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  query: URLSearchParams,
): Record<string, string> {
  const gathered: Record<string, string> = {};
  for (const [name, value] of query) {
    if (isAmazonHeader(name)) gathered[name.toLowerCase()] = value;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) gathered[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return gathered;
}

/** Whether a name of the query is really a header's. */
export function isAmazonHeader(name: string): boolean {
  return name.toLowerCase().startsWith('x-amz-');
}

function targetOf(bucket: string, key: string): RequestTarget {
  if (key !== '') return 'object';
  return bucket === '' ? 'service' : 'bucket';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new S3Error('InvalidURI');
    throw error;
  }
}
