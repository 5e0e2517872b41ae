import { notSupported, S3Error } from './s3-error.ts';
import { urlEncodeKey } from './url-encoding.ts';

/**
 * A number from the query, such as `max-keys`, cut to the most that S3 gives.
 *
 * @throws {S3Error} `InvalidArgument` unless it is a whole number from 0 to 2³¹ − 1.
 */
export function parseLimit(query: URLSearchParams, name: string, most: number): number {
  return Math.min(parseNumber(query, name, most), most);
}

/**
 * A whole number from the query.
 *
 * @throws {S3Error} `InvalidArgument` unless it is one from 0 to 2³¹ − 1.
 */
export function parseNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value < 2 ** 31) return value;
  throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
    ArgumentName: name,
    ArgumentValue: text,
  });
}

/**
 * How keys are to be written in a listing: as they are, or URL-encoded.
 *
 * @throws {S3Error} `InvalidArgument` for an `encoding-type` other than `url`.
 */
export function parseKeyEncoding(query: URLSearchParams): (key: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === null || encoding === '') return (key) => key;
  if (encoding === 'url') return urlEncodeKey;
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: encoding,
  });
}

/**
 * Refuses a value in the query that asks for something else.
 *
 * @throws {S3Error} `NotImplemented`, naming it.
 */
export function requireValue(query: URLSearchParams, name: string, value: string): void {
  if (query.get(name) !== value) throw notSupported(`${name}=${query.get(name)}`);
}
