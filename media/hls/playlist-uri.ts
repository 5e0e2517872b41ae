import { excerptOf } from './playlist-invalid-error.ts';

/** Why a URI was refused. */
export type PlaylistUriReason =
  | 'empty'
  | 'absolute'
  | 'rooted'
  | 'climbs-out'
  | 'not-a-file'
  | 'query-or-fragment'
  | 'character'
  | 'percent-encoding'
  | 'encoded-separator'
  | 'too-long';

/**
 * Thrown when a playlist names something that does not lie inside the playlist's own folder, that could be read as such
 * by anything on the way, or that no object can be called. Permanent: a recording never does this by itself.
 */
export class PlaylistUriOutsideError extends Error {
  override readonly name = 'PlaylistUriOutsideError';
  readonly reason: PlaylistUriReason;
  /** The URI, at most 80 characters, safe to print. */
  readonly excerpt: string;

  constructor(reason: PlaylistUriReason, uri: string, expected: string) {
    const excerpt = excerptOf(uri);
    super(`The playlist's URI "${excerpt}" is refused (${reason}): expected ${expected}.`);
    this.reason = reason;
    this.excerpt = excerpt;
  }
}

/** Names such as `17279.ts`, which need none of the checks. A leading point is left out, so that `..` never matches. */
const PLAIN_FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Bytes of an object's key in UTF-8 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html). */
const MAX_KEY_BYTES = 1024;

/** Slash, backslash and point: encoded, they would reach a folder that the text does not show. */
const ENCODED_SEPARATOR = /%(?:2f|5c|2e)/i;

/** What no URI holds (RFC 3986 §2); beyond ASCII all but control characters passes, as in browsers (RFC 3987 §2.2). */
const FORBIDDEN_CHARACTER = /[\p{Cc}\p{Cs}\s"<>\\^`{|}]/u;

/** Checked in this order; the first that matches names the reason. */
const REFUSALS: readonly [PlaylistUriReason, RegExp, string][] = [
  ['empty', /^$/, 'a file name'],
  ['character', FORBIDDEN_CHARACTER, 'only characters of RFC 3986 §2: no spaces, controls or backslashes'],
  ['query-or-fragment', /[?#]/, 'no query or fragment, since an object key has none'],
  ['rooted', /^\//, 'a path relative to the playlist (RFC 3986 §4.2)'],
  ['absolute', /^[^/]*:/, 'a path relative to the playlist, without a scheme (RFC 3986 §4.2)'],
  ['percent-encoding', /%(?![0-9A-Fa-f]{2})/, 'two hexadecimal digits after each % (RFC 3986 §2.1)'],
  ['encoded-separator', ENCODED_SEPARATOR, 'slashes and points as they are, not percent-encoded'],
  ['not-a-file', /(?:^|\/)\.{0,2}$/, 'a path that ends in a file name'],
];

/**
 * Turns a URI of a playlist into the key of the object that it names, which always lies inside the playlist's folder.
 *
 * The reference is resolved by RFC 3986 §5.2 (`./` and `../` by §5.2.4). Percent-encoding is then decoded, once and as
 * UTF-8 (§2.1, §2.4), since that is what S3 does with the URL that a player requests: `a%20b.ts` is the key `a b.ts`.
 * Encoded slashes, backslashes and points are refused, also when a second decoding would bring them out.
 *
 * @param baseKeyDirectory key prefix of the playlist's folder, with or without its last slash; '' is the bucket's root.
 * It is trusted, and nothing above it can be reached.
 * @throws {@link PlaylistUriOutsideError}
 */
export function resolvePlaylistUri(baseKeyDirectory: string, uri: string): string {
  const isComplete = baseKeyDirectory === '' || baseKeyDirectory.endsWith('/');
  const directory = isComplete ? baseKeyDirectory : `${baseKeyDirectory}/`;
  const key = directory + (PLAIN_FILE_NAME.test(uri) ? uri : resolve(uri));
  // A unit of UTF-16 takes at most three bytes: mostly nothing has to be counted.
  if (key.length * 3 <= MAX_KEY_BYTES || Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  throw new PlaylistUriOutsideError('too-long', uri, `a key of at most ${MAX_KEY_BYTES} bytes, its folder included`);
}

function resolve(uri: string): string {
  for (const [reason, pattern, expected] of REFUSALS) {
    if (pattern.test(uri)) throw new PlaylistUriOutsideError(reason, uri, expected);
  }
  return decodeOnce(uri, removeDotSegments(uri));
}

/** RFC 3986 §5.2.4, but climbing above the folder is an error, where the RFC would stop at the root. */
function removeDotSegments(uri: string): string {
  const path: string[] = [];
  for (const segment of uri.split('/')) {
    if (segment === '.') continue;
    if (segment !== '..') path.push(segment);
    else if (path.pop() === undefined) {
      throw new PlaylistUriOutsideError('climbs-out', uri, "a path inside the playlist's folder");
    }
  }
  return path.join('/');
}

function decodeOnce(uri: string, path: string): string {
  const decoded = decodeUtf8(uri, path);
  if (ENCODED_SEPARATOR.test(decoded)) {
    throw new PlaylistUriOutsideError('encoded-separator', uri, 'no slashes or points that are encoded twice');
  }
  if (/\p{Cc}/u.test(decoded)) {
    throw new PlaylistUriOutsideError('character', uri, 'no control characters, encoded or not');
  }
  return decoded;
}

function decodeUtf8(uri: string, path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new PlaylistUriOutsideError('percent-encoding', uri, 'percent-encoded bytes that are UTF-8 (RFC 3986 §2.5)');
  }
}
