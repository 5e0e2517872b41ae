import type { MediaPlaylist } from '../hls/media-playlist.ts';
import type { MediaSegment } from '../hls/media-segments.ts';
import type { Loss } from './remux-report.ts';
import { SegmentDamagedError } from './segment-damaged-error.ts';
import type { SourceSegment } from './segment-source.ts';
import { StreamNotCarriableError } from './stream-not-carriable-error.ts';

/** What a playlist gives to `remux`. */
export interface CarriablePlaylist {
  readonly segments: readonly SourceSegment[];
  /** That the end is not marked, when losses are tolerated. */
  readonly losses: readonly Loss[];
}

/** Names that fragmented MP4 goes by (RFC 8216 §3.3, ISO/IEC 23000-19 for the CMAF ones), a query aside. */
const FRAGMENTED_MP4 = /\.(?:mp4|m4s|m4v|m4a|m4f|cmfv|cmfa|cmft)(?:\?|$)/i;

const END_MARK = 'expected EXT-X-ENDLIST after the last segment (RFC 8216 §4.3.3.4), found none: more may follow';

/**
 * Turns a playlist into the segments to carry, and refuses at once what could be read only in part or not at all.
 *
 * @param isTolerant whether a playlist without EXT-X-ENDLIST is taken as it is, with a loss of unknown length
 * @throws StreamNotCarriableError `encrypted`, `fragmented-mp4`, naming the first such segment
 * @throws SegmentDamagedError `end-mark-missing`
 */
export function readCarriablePlaylist(playlist: MediaPlaylist, isTolerant: boolean): CarriablePlaylist {
  let seconds = 0;
  const segments = playlist.segments.map((segment) => {
    refuseOtherFormats(segment, seconds);
    seconds += segment.durationSeconds;
    const { uri, durationSeconds, isDiscontinuity, isGap } = segment;
    return { name: uri, durationSeconds, isDiscontinuity, isGap };
  });
  const last = segments.at(-1);
  if (playlist.hasEndList || last === undefined) return { segments, losses: [] };
  if (!isTolerant) throw new SegmentDamagedError('end-mark-missing', { segment: last.name, seconds }, END_MARK);
  const place = { segment: last.name, position: undefined, atSeconds: seconds, seconds: undefined };
  return { segments, losses: [{ reason: 'end-mark-missing', ...place, finding: END_MARK }] };
}

function refuseOtherFormats({ uri, key, map }: MediaSegment, seconds: number): void {
  const place = { segment: uri, seconds };
  if (key !== undefined) {
    const finding = `expected segments in the clear, found EXT-X-KEY with METHOD=${key.method} (RFC 8216 §4.3.2.4)`;
    throw new StreamNotCarriableError('encrypted', place, finding);
  }
  const fragmented = [map?.uri ?? '', uri].find((name) => FRAGMENTED_MP4.test(name));
  if (fragmented === undefined) return;
  const finding = `expected MPEG-TS segments (RFC 8216 §3.2), found fragmented MP4, ${fragmented}`;
  throw new StreamNotCarriableError('fragmented-mp4', place, finding);
}
