/** Why a playlist was refused; stable, so that callers may branch on it. */
export type PlaylistInvalidReason =
  | 'not-a-playlist'
  | 'byte-order-mark'
  | 'control-character'
  | 'is-multivariant'
  | 'is-media'
  | 'kinds-mixed'
  | 'tag-duplicated'
  | 'tag-misplaced'
  | 'targetduration-missing'
  | 'playlist-type-unknown'
  | 'extinf-malformed'
  | 'extinf-without-uri'
  | 'segment-without-extinf'
  | 'byterange-malformed'
  | 'byterange-without-start'
  | 'number-malformed'
  | 'number-out-of-range'
  | 'attribute-list-malformed'
  | 'attribute-missing'
  | 'attribute-malformed'
  | 'stream-inf-without-uri'
  | 'variant-without-stream-inf'
  | 'variants-missing'
  | 'too-many-streams'
  | 'too-many-segments';

/** What a parser found wrong, and where. */
export interface PlaylistFinding {
  readonly reason: PlaylistInvalidReason;
  /** Counted from 1. */
  readonly lineNumber: number;
  /** The offending line as it stands, or `undefined` where something is missing at the end. */
  readonly line: string | undefined;
  /** What should have been there, with the section that says so; completes "expected …". */
  readonly expected: string;
}

/**
 * Thrown when a text is not a playlist that RFC 8216 lets a client play. Permanent: the same text fails again.
 *
 * It does not say which playlist: the parsers see text only, and the caller that read the object adds its key.
 */
export class PlaylistInvalidError extends Error {
  override readonly name = 'PlaylistInvalidError';
  readonly reason: PlaylistInvalidReason;
  /** Counted from 1. */
  readonly lineNumber: number;
  /** The offending line, at most 80 characters, safe to print; empty where something is missing at the end. */
  readonly excerpt: string;

  constructor({ reason, lineNumber, line, expected }: PlaylistFinding) {
    const excerpt = excerptOf(line ?? '');
    const found = line === undefined ? 'the end of the playlist' : `"${excerpt}"`;
    super(`Playlist line ${lineNumber} is invalid (${reason}): expected ${expected}, found ${found}.`);
    this.reason = reason;
    this.lineNumber = lineNumber;
    this.excerpt = excerpt;
  }
}

const EXCERPT_CHARACTERS = 80;

/**
 * Shortens text of unknown origin to 80 characters and escapes what could forge or reorder lines of a log:
 * control and format characters (a byte order mark, text direction), line separators, lone surrogates.
 */
export function excerptOf(text: string): string {
  const printable = text
    .slice(0, EXCERPT_CHARACTERS + 1)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return printable.length <= EXCERPT_CHARACTERS ? printable : `${printable.slice(0, EXCERPT_CHARACTERS - 1)}…`;
}
