import { parseDecimalInteger } from './decimal.ts';
import type { PlaylistLines } from './playlist-lines.ts';

/** A sub-range of a resource, as EXT-X-BYTERANGE and EXT-X-MAP name it (RFC 8216 §4.3.2.2). */
export interface ByteRange {
  /** Bytes, at least 1. */
  readonly length: number;
  /** Byte position of the first byte, from 0. */
  readonly offset: number;
}

const GRAMMAR = 'a byte range <length>[@<offset>] of at least one byte (RFC 8216 §4.3.2.2)';

/**
 * Reads `<n>[@<o>]` (RFC 8216 §4.3.2.2) from the current line. A range of no bytes is refused: it names no media, and no
 * HTTP Range can ask for it.
 *
 * @returns offset `undefined` when the range follows on from the one before it
 * @throws PlaylistInvalidError `byterange-malformed`, `number-out-of-range`
 */
export function parseByteRange(lines: PlaylistLines, text: string): { length: number; offset: number | undefined } {
  const at = text.indexOf('@');
  const length = readBytes(lines, at < 0 ? text : text.slice(0, at));
  const offset = at < 0 ? undefined : readBytes(lines, text.slice(at + 1));
  if (length === 0) throw lines.invalid('byterange-malformed', GRAMMAR);
  return { length, offset };
}

function readBytes(lines: PlaylistLines, text: string): number {
  return lines.checked(parseDecimalInteger(text), 'byterange-malformed', GRAMMAR);
}
