import { posix } from 'node:path';

/** Where an object lies, from an `s3://bucket/key` URL. Keys are taken literally: no percent-decoding. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key`; `undefined` for any other text. The key may be empty (`s3://bucket/`, `s3://bucket`). */
export function parseS3Url(url: string): S3Location | undefined {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(url);
  return match?.[1] === undefined ? undefined : { bucket: match[1], key: match[2] ?? '' };
}

/** The `s3://` URL of an object, as it appears in messages. */
export const toS3Url = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

/**
 * The object that a playlist's URI names (RFC 8216 section 4.1: relative to the playlist), `undefined` when it lies
 * elsewhere than in S3. Percent-encoding is undone, because a URI is encoded and a key is not.
 */
export function resolveUri(playlist: S3Location, uri: string): S3Location | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri)) {
    return parseS3Url(uri);
  }
  const path = decodeUri(uri);
  const key = path.startsWith('/') ? path : posix.join('/', posix.dirname(playlist.key), path);
  return { bucket: playlist.bucket, key: posix.normalize(key).slice(1) };
}

/** A stray percent sign is no reason to fail here: the object under the literal name decides. */
function decodeUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
