import { parseDecimalInteger } from './decimal.ts';
import { PlaylistInvalidError, type PlaylistInvalidReason } from './playlist-invalid-error.ts';

const HASH = 0x23;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\uFEFF';
const NUMBER_RANGE = 'a number of at most 2^53 − 1, the largest that is held exactly (RFC 8216 §4.2)';
const FIRST_LINE = '#EXTM3U as the first line (RFC 8216 §4.3.1.1)';

/**
 * A cursor over the lines of a playlist that matter: URIs and tags. It skips blank lines and comments, knows the line's
 * number, and builds the error that names it.
 *
 * Lines are slices of the text: nothing is copied, and a text of many megabytes in one line costs one slice.
 */
export class PlaylistLines {
  /** The current line without its end of line; empty before the first `next()`. */
  line = '';
  /** The name of the current tag with its `#`, such as `#EXTINF`; empty when the line is a URI. */
  tag = '';
  /** Counted from 1. */
  lineNumber = 0;
  readonly #text: string;
  #nextStart = 0;

  /** @throws {@link PlaylistInvalidError} when the text does not begin with `#EXTM3U` or holds control characters. */
  constructor(text: string) {
    this.#text = text;
    if (!this.#readLine()) throw this.missing('not-a-playlist', FIRST_LINE);
    // §4.1: clients should fail on a byte order mark.
    if (text.startsWith(BYTE_ORDER_MARK)) {
      throw this.invalid('byte-order-mark', '#EXTM3U without a byte order mark before it (RFC 8216 §4.1)');
    }
    if (this.line !== '#EXTM3U') {
      throw this.invalid('not-a-playlist', FIRST_LINE);
    }
    this.#refuseControlCharacters();
  }

  /** What follows the colon of the current tag; empty when there is none. */
  get value(): string {
    return this.line.slice(this.tag.length + 1);
  }

  /** The value of the current tag as a decimal-integer (RFC 8216 §4.2). */
  integerValue(): number {
    const expected = `${this.tag}:<decimal-integer> (RFC 8216 §4.2)`;
    return this.checked(parseDecimalInteger(this.value), 'number-malformed', expected);
  }

  /** Moves to the next URI or tag. @returns false at the end of the text */
  next(): boolean {
    while (this.#readLine()) {
      const line = this.line;
      if (line === '') continue;
      if (line.charCodeAt(0) !== HASH) {
        this.tag = '';
        return true;
      }
      // §4.1: any other line that begins with # is a comment.
      if (!line.startsWith('#EXT')) continue;
      const colon = line.indexOf(':');
      this.tag = colon < 0 ? line : line.slice(0, colon);
      return true;
    }
    return false;
  }

  /** @returns the error that refuses the current line; `expected` cites the section */
  invalid(reason: PlaylistInvalidReason, expected: string): PlaylistInvalidError {
    return new PlaylistInvalidError({ reason, lineNumber: this.lineNumber, line: this.line, expected });
  }

  /** @returns the error for something that the whole text lacks */
  missing(reason: PlaylistInvalidReason, expected: string): PlaylistInvalidError {
    return new PlaylistInvalidError({ reason, lineNumber: Math.max(1, this.lineNumber), line: undefined, expected });
  }

  /**
   * Passes on a number that `decimal.ts` read from the current line.
   *
   * @throws {@link PlaylistInvalidError} with `malformed` for `NaN`, with `number-out-of-range` for `Infinity`.
   */
  checked(number: number, malformed: PlaylistInvalidReason, expected: string): number {
    if (Number.isNaN(number)) throw this.invalid(malformed, expected);
    if (number === Number.POSITIVE_INFINITY) throw this.invalid('number-out-of-range', NUMBER_RANGE);
    return number;
  }

  #readLine(): boolean {
    const start = this.#nextStart;
    if (start >= this.#text.length) return false;
    const feed = this.#text.indexOf('\n', start);
    const end = feed < 0 ? this.#text.length : feed;
    // §4.1: a line ends with LF or CRLF.
    const isCrLf = end > start && this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN;
    this.line = this.#text.slice(start, isCrLf ? end - 1 : end);
    this.lineNumber++;
    this.#nextStart = end + 1;
    return true;
  }

  /** §4.1 forbids them everywhere. They show that a file was overwritten with zeros or is not text at all. */
  #refuseControlCharacters(): void {
    const at = this.#text.search(/[\p{Cc}--[\r\n]]/v);
    if (at < 0) return;
    while (this.#nextStart <= at) this.#readLine();
    throw this.invalid('control-character', 'no control characters but CR and LF (RFC 8216 §4.1)');
  }
}
