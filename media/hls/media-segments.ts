import { AttributeList } from './attribute-list.ts';
import { type ByteRange, parseByteRange } from './byte-range.ts';
import { parseDecimalFloat } from './decimal.ts';
import type { PlaylistLines } from './playlist-lines.ts';

/** A Media Initialization Section (RFC 8216 §4.3.2.5). One object is shared by all the segments that it applies to. */
export interface SegmentMap {
  readonly uri: string;
  /** The whole resource when `undefined`. */
  readonly byteRange: ByteRange | undefined;
  /** The EXT-X-KEY before the EXT-X-MAP, which need not be that of the segments (§4.3.2.4). */
  readonly key: SegmentKey | undefined;
}

/** How segments are encrypted (RFC 8216 §4.3.2.4). One object is shared by all the segments that it applies to. */
export interface SegmentKey {
  /** `AES-128`, `SAMPLE-AES` or what a later standard adds; never `NONE`. */
  readonly method: string;
  readonly uri: string;
  /** The initialization vector as written, `0x…`; the segment's media sequence number stands in when `undefined`. */
  readonly iv: string | undefined;
  /** `identity` when the tag does not say. */
  readonly keyFormat: string;
  /** KEYFORMATVERSIONS as written, such as `1/2`. */
  readonly keyFormatVersions: string | undefined;
}

/**
 * One media segment (RFC 8216 §3). Every field is always present, so that all segments share one hidden class, and
 * strings are slices of the playlist's text: 86,400 segments take about 15 MB.
 */
export interface MediaSegment {
  /** As written: resolve it with `resolvePlaylistUri`. */
  readonly uri: string;
  /** EXTINF (§4.3.2.1). Says what the playlist claims, not what the segment holds. */
  readonly durationSeconds: number;
  /** EXTINF's title, if it is not empty (§4.3.2.1). */
  readonly title: string | undefined;
  /** EXT-X-BYTERANGE with its offset resolved (§4.3.2.2); the whole resource when `undefined`. */
  readonly byteRange: ByteRange | undefined;
  /** EXT-X-DISCONTINUITY stands before this segment (§4.3.2.3). */
  readonly isDiscontinuity: boolean;
  /** EXT-X-GAP: the segment is known to be absent (draft-pantos-hls-rfc8216bis §4.4.4.7). */
  readonly isGap: boolean;
  /** The latest EXT-X-KEY (§4.3.2.4), `undefined` when the segment is not encrypted. */
  readonly key: SegmentKey | undefined;
  /** The latest EXT-X-MAP (§4.3.2.5). */
  readonly map: SegmentMap | undefined;
  /** EXT-X-PROGRAM-DATE-TIME as written, unchecked (§4.3.2.6). */
  readonly programDateTime: string | undefined;
  /** The attributes of each EXT-X-DATERANGE before this segment, as written and unchecked (§4.3.2.7). */
  readonly dateRanges: readonly string[] | undefined;
}

/**
 * 48 h in segments of a second are 172,800. In memory a million take 150 MB, and a text of 64 MB has room for five, which
 * no function that reads it has.
 */
const MAX_SEGMENTS = 1_000_000;

/** Reads the Media Segment tags (RFC 8216 §4.3.2) and makes a segment of each URI line. */
export class MediaSegmentReader {
  readonly segments: MediaSegment[] = [];
  durationSeconds = 0;
  longestSegmentSeconds = 0;
  readonly #lines: PlaylistLines;
  // What applies to the next segment only.
  /** −1 when there is none: one representation of numbers keeps the field, and every segment's, monomorphic. */
  #durationSeconds = -1;
  #title: string | undefined;
  #range: { length: number; offset: number | undefined } | undefined;
  #isDiscontinuity = false;
  #isGap = false;
  #programDateTime: string | undefined;
  #dateRanges: string[] | undefined;
  // What applies until it is replaced.
  #key: SegmentKey | undefined;
  #map: SegmentMap | undefined;

  constructor(lines: PlaylistLines) {
    this.#lines = lines;
  }

  /** @returns whether the current tag is a Media Segment tag, and so has been read */
  readTag(): boolean {
    const lines = this.#lines;
    switch (lines.tag) {
      case '#EXTINF':
        this.#readExtinf(lines.value);
        return true;
      case '#EXT-X-PROGRAM-DATE-TIME':
        this.#programDateTime = lines.value;
        return true;
      case '#EXT-X-DATERANGE':
        this.#dateRanges ??= [];
        this.#dateRanges.push(lines.value);
        return true;
      case '#EXT-X-BYTERANGE':
        this.#range = parseByteRange(lines, lines.value);
        return true;
      case '#EXT-X-DISCONTINUITY':
        this.#isDiscontinuity = true;
        return true;
      case '#EXT-X-GAP':
        this.#isGap = true;
        return true;
      case '#EXT-X-KEY':
        this.#key = readKey(lines);
        return true;
      case '#EXT-X-MAP':
        this.#map = readMap(lines, this.#key);
        return true;
      default:
        return false;
    }
  }

  /** Makes a segment of the current line, which is a URI. */
  addSegment(): void {
    const durationSeconds = this.#durationSeconds;
    if (durationSeconds < 0) {
      throw this.#lines.invalid('segment-without-extinf', 'an EXTINF before each segment (RFC 8216 §4.3.2.1)');
    }
    if (this.segments.length === MAX_SEGMENTS) {
      throw this.#lines.invalid('too-many-segments', `at most ${MAX_SEGMENTS} segments`);
    }
    const uri = this.#lines.line;
    this.segments.push({
      uri,
      durationSeconds,
      title: this.#title,
      byteRange: this.#resolveRange(uri),
      isDiscontinuity: this.#isDiscontinuity,
      isGap: this.#isGap,
      key: this.#key,
      map: this.#map,
      programDateTime: this.#programDateTime,
      dateRanges: this.#dateRanges,
    });
    this.durationSeconds += durationSeconds;
    if (durationSeconds > this.longestSegmentSeconds) this.longestSegmentSeconds = durationSeconds;
    this.#forgetSegmentTags();
  }

  /** @throws PlaylistInvalidError when the text ends after an EXTINF: it was cut off there */
  finish(): void {
    if (this.#durationSeconds < 0) return;
    throw this.#lines.missing('extinf-without-uri', 'the URI of the last EXTINF (RFC 8216 §4.3.2.1)');
  }

  /** §4.3.2.1: `#EXTINF:<duration>,[<title>]`. */
  #readExtinf(value: string): void {
    if (this.#durationSeconds >= 0) {
      throw this.#lines.invalid('extinf-without-uri', 'the URI of the EXTINF before this one (RFC 8216 §4.3.2.1)');
    }
    const comma = value.indexOf(',');
    const seconds = comma < 0 ? Number.NaN : parseDecimalFloat(value.slice(0, comma));
    const expected = 'EXTINF:<seconds>, with a non-negative decimal number (RFC 8216 §4.3.2.1)';
    this.#durationSeconds = this.#lines.checked(seconds, 'extinf-malformed', expected);
    this.#title = comma + 1 < value.length ? value.slice(comma + 1) : undefined;
  }

  /** §4.3.2.2: without an offset, a range begins where the one of the segment before, in the same resource, ended. */
  #resolveRange(uri: string): ByteRange | undefined {
    if (this.#range === undefined) return undefined;
    const { length } = this.#range;
    const offset = this.#range.offset ?? this.#endOfPreviousRange(uri);
    if (offset + length > Number.MAX_SAFE_INTEGER) {
      throw this.#lines.invalid('number-out-of-range', 'a byte range that ends below 2^53');
    }
    return { length, offset };
  }

  #endOfPreviousRange(uri: string): number {
    const previous = this.segments.at(-1);
    if (previous?.byteRange !== undefined && previous.uri === uri) {
      return previous.byteRange.offset + previous.byteRange.length;
    }
    const expected = 'a byte range with an offset, or a segment before it that is a range of the same resource';
    throw this.#lines.invalid('byterange-without-start', `${expected} (RFC 8216 §4.3.2.2)`);
  }

  #forgetSegmentTags(): void {
    this.#durationSeconds = -1;
    this.#title = undefined;
    this.#range = undefined;
    this.#isDiscontinuity = false;
    this.#isGap = false;
    this.#programDateTime = undefined;
    this.#dateRanges = undefined;
  }
}

/** §4.3.2.4. A METHOD that is unknown here is kept: dropping it would pass encrypted segments off as clear ones. */
function readKey(lines: PlaylistLines): SegmentKey | undefined {
  const section = '§4.3.2.4';
  const attributes = new AttributeList(lines);
  const method = attributes.required('METHOD', attributes.enumeratedString('METHOD'), section);
  if (method === 'NONE') return undefined;
  return {
    method,
    uri: attributes.required('URI', attributes.quotedString('URI'), section),
    iv: attributes.enumeratedString('IV'),
    keyFormat: attributes.quotedString('KEYFORMAT') ?? 'identity',
    keyFormatVersions: attributes.quotedString('KEYFORMATVERSIONS'),
  };
}

/** §4.3.2.5. No range comes before a map's, so that its offset cannot be left out. */
function readMap(lines: PlaylistLines, key: SegmentKey | undefined): SegmentMap {
  const attributes = new AttributeList(lines);
  const uri = attributes.required('URI', attributes.quotedString('URI'), '§4.3.2.5');
  const range = attributes.quotedString('BYTERANGE');
  if (range === undefined) return { uri, byteRange: undefined, key };
  const { length, offset } = parseByteRange(lines, range);
  if (offset === undefined) {
    throw lines.invalid('byterange-without-start', 'a BYTERANGE with an offset (RFC 8216 §4.3.2.5)');
  }
  return { uri, byteRange: { length, offset }, key };
}
