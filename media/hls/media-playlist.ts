import { parseDecimalFloat } from './decimal.ts';
import { type MediaSegment, MediaSegmentReader } from './media-segments.ts';
import { kindOfTag, refuseOtherKind } from './playlist-kind.ts';
import { PlaylistLines } from './playlist-lines.ts';

/** A media playlist (RFC 8216 §4.3.3), as it stands: what is doubtful but playable is told, not judged. */
export interface MediaPlaylist {
  readonly kind: 'media';
  /** EXT-X-VERSION (§4.3.1.2); 1 when the tag is absent (§7). */
  readonly version: number;
  /** EXT-X-TARGETDURATION (§4.3.3.1). Compare it with `longestSegmentSeconds`, which should round to no more. */
  readonly targetDurationSeconds: number;
  /** EXT-X-MEDIA-SEQUENCE, the number of the first segment (§4.3.3.2). */
  readonly mediaSequence: number;
  /** EXT-X-DISCONTINUITY-SEQUENCE (§4.3.3.3). */
  readonly discontinuitySequence: number;
  /** EXT-X-PLAYLIST-TYPE (§4.3.3.5). IVS leaves it at `EVENT` in a finished recording. */
  readonly playlistType: 'EVENT' | 'VOD' | undefined;
  /** EXT-X-ENDLIST: no segment will be added (§4.3.3.4). */
  readonly hasEndList: boolean;
  /** EXT-X-I-FRAMES-ONLY: each segment is one key frame, and EXTINF the time to the next (§4.3.3.6). */
  readonly isIFramesOnly: boolean;
  /** EXT-X-TWITCH-TOTAL-SECS, IVS's own tag: the recording's length so far. `undefined` when absent or unreadable. */
  readonly twitchTotalSeconds: number | undefined;
  readonly segments: readonly MediaSegment[];
  /** Sum of all EXTINF. */
  readonly durationSeconds: number;
  /** The longest EXTINF; 0 without segments. */
  readonly longestSegmentSeconds: number;
}

/**
 * Parses a media playlist in one pass: 17,280 segments (48 h as IVS writes them) in a few tens of milliseconds.
 *
 * Strict where a player would have to guess which bytes to play, or for how long; unknown tags and attributes are
 * ignored (RFC 8216 §6.3.1). Whether the URIs lead anywhere is for `resolvePlaylistUri` and the caller.
 *
 * @param text the object, decoded as UTF-8 with a byte order mark, if any, left in place
 * @throws PlaylistInvalidError with the line and a reason
 */
export function parseMediaPlaylist(text: string): MediaPlaylist {
  const lines = new PlaylistLines(text);
  const segments = new MediaSegmentReader(lines);
  const header = new MediaPlaylistHeader(lines, segments);
  while (lines.next()) {
    if (lines.tag === '') segments.addSegment();
    else if (!segments.readTag()) header.readTag();
  }
  segments.finish();
  return header.finish();
}

/** Reads the Basic Tags (RFC 8216 §4.3.1) and the Media Playlist Tags (§4.3.3). */
class MediaPlaylistHeader {
  readonly #lines: PlaylistLines;
  readonly #segments: MediaSegmentReader;
  readonly #seenTags = new Set<string>();
  #version = 1;
  #targetDurationSeconds: number | undefined;
  #mediaSequence = 0;
  #discontinuitySequence = 0;
  #playlistType: 'EVENT' | 'VOD' | undefined;
  #twitchTotalSeconds: number | undefined;

  constructor(lines: PlaylistLines, segments: MediaSegmentReader) {
    this.#lines = lines;
    this.#segments = segments;
  }

  readTag(): void {
    switch (this.#lines.tag) {
      case '#EXT-X-VERSION':
        this.#version = this.#lines.integerValue();
        break;
      case '#EXT-X-TARGETDURATION':
        this.#targetDurationSeconds = this.#lines.integerValue();
        break;
      case '#EXT-X-MEDIA-SEQUENCE':
        this.#mediaSequence = this.#integerBeforeSegments();
        break;
      case '#EXT-X-DISCONTINUITY-SEQUENCE':
        this.#discontinuitySequence = this.#integerBeforeSegments();
        break;
      case '#EXT-X-PLAYLIST-TYPE':
        this.#playlistType = this.#readPlaylistType();
        break;
      case '#EXT-X-ENDLIST':
      case '#EXT-X-I-FRAMES-ONLY':
        break;
      case '#EXT-X-TWITCH-TOTAL-SECS':
        this.#readTwitchTotal();
        return;
      default:
        refuseOtherKind(this.#lines, 'media', this.#hasMediaTags());
        return;
    }
    this.#refuseSecond();
  }

  finish(): MediaPlaylist {
    if (this.#targetDurationSeconds === undefined) {
      throw this.#lines.missing('targetduration-missing', 'an EXT-X-TARGETDURATION (RFC 8216 §4.3.3.1)');
    }
    return {
      kind: 'media',
      version: this.#version,
      targetDurationSeconds: this.#targetDurationSeconds,
      mediaSequence: this.#mediaSequence,
      discontinuitySequence: this.#discontinuitySequence,
      playlistType: this.#playlistType,
      hasEndList: this.#seenTags.has('#EXT-X-ENDLIST'),
      isIFramesOnly: this.#seenTags.has('#EXT-X-I-FRAMES-ONLY'),
      twitchTotalSeconds: this.#twitchTotalSeconds,
      segments: this.#segments.segments,
      durationSeconds: this.#segments.durationSeconds,
      longestSegmentSeconds: this.#segments.longestSegmentSeconds,
    };
  }

  /** §4.3.1.2, §4.3.3: at most one of each. */
  #refuseSecond(): void {
    const { tag } = this.#lines;
    if (this.#seenTags.has(tag)) {
      throw this.#lines.invalid('tag-duplicated', `one ${tag} in a playlist (RFC 8216 §4.3.1.2, §4.3.3)`);
    }
    this.#seenTags.add(tag);
  }

  /** §4.3.3.2, §4.3.3.3: a number that counts from the first segment must be known there. */
  #integerBeforeSegments(): number {
    if (this.#segments.segments.length > 0) {
      const expected = `${this.#lines.tag} before the first segment (RFC 8216 §4.3.3.2, §4.3.3.3)`;
      throw this.#lines.invalid('tag-misplaced', expected);
    }
    return this.#lines.integerValue();
  }

  #readPlaylistType(): 'EVENT' | 'VOD' {
    const { value } = this.#lines;
    if (value === 'EVENT' || value === 'VOD') return value;
    throw this.#lines.invalid('playlist-type-unknown', 'EVENT or VOD (RFC 8216 §4.3.3.5)');
  }

  /** No standard defines this tag, so that nothing in it can make a playlist invalid. */
  #readTwitchTotal(): void {
    const seconds = parseDecimalFloat(this.#lines.value);
    this.#twitchTotalSeconds = Number.isFinite(seconds) ? seconds : undefined;
  }

  #hasMediaTags(): boolean {
    return this.#segments.segments.length > 0 || [...this.#seenTags].some((tag) => kindOfTag(tag) === 'media');
  }
}
