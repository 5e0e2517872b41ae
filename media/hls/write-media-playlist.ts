/** Writes finished media playlists: every segment is there, and none will be added. */
import type { ByteRange } from './byte-range.ts';
import type { MediaPlaylist } from './media-playlist.ts';
import type { MediaSegment, SegmentKey, SegmentMap } from './media-segments.ts';

/** What is written; everything else follows from it, or from there being no more to come. */
export type VodPlaylist = Pick<MediaPlaylist, 'version' | 'isIFramesOnly' | 'segments'>;

/**
 * Writes a media playlist of type VOD with its end mark (RFC 8216 §4.3.3.4, §4.3.3.5).
 *
 * The target duration is that of the segments (§4.3.3.1), the version at least the one that they need (§7), byte ranges
 * have their offsets. Sequence numbers begin anew, so a key whose IV is a segment's sequence number (§5.2) has to be given
 * with that IV.
 */
export function writeMediaPlaylist({ version, isIFramesOnly, segments }: VodPlaylist): string {
  const writer = new SegmentWriter();
  for (const segment of segments) writer.add(segment);
  return [
    '#EXTM3U',
    `#EXT-X-VERSION:${Math.max(version, requiredVersion(segments, isIFramesOnly))}`,
    `#EXT-X-TARGETDURATION:${targetDuration(segments)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...(isIFramesOnly ? ['#EXT-X-I-FRAMES-ONLY'] : []),
    writer.text,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

/** Keeps what applies until it is replaced, so that it is written where it changes. */
class SegmentWriter {
  readonly #lines: string[] = [];
  #key = keyLine(undefined);
  #map: string | undefined;

  get text(): string {
    return this.#lines.join('\n');
  }

  add(segment: MediaSegment): void {
    const lines = this.#lines;
    if (segment.isDiscontinuity && lines.length > 0) {
      lines.push('#EXT-X-DISCONTINUITY');
      // A map goes on to apply, but not every player thinks so.
      this.#map = undefined;
    }
    this.#writeMap(segment.map);
    this.#writeKey(segment.key);
    for (const attributes of segment.dateRanges ?? []) lines.push(`#EXT-X-DATERANGE:${attributes}`);
    if (segment.programDateTime !== undefined) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${segment.programDateTime}`);
    lines.push(`#EXTINF:${decimal(segment.durationSeconds)},${segment.title ?? ''}`);
    if (segment.byteRange !== undefined) lines.push(`#EXT-X-BYTERANGE:${rangeOf(segment.byteRange)}`);
    lines.push(segment.uri);
  }

  #writeMap(map: SegmentMap | undefined): void {
    if (map === undefined) return;
    const range = map.byteRange === undefined ? '' : `,BYTERANGE="${rangeOf(map.byteRange)}"`;
    const line = `#EXT-X-MAP:URI="${map.uri}"${range}`;
    const written = `${keyLine(map.key)}\n${line}`;
    if (this.#map === written) return;
    // §4.3.2.4: a key applies to the maps that stand between it and the next key, too.
    this.#writeKey(map.key);
    this.#lines.push(line);
    this.#map = written;
  }

  #writeKey(key: SegmentKey | undefined): void {
    const line = keyLine(key);
    if (this.#key === line) return;
    this.#lines.push(line);
    this.#key = line;
  }
}

/** §4.3.2.4. */
function keyLine(key: SegmentKey | undefined): string {
  if (key === undefined) return '#EXT-X-KEY:METHOD=NONE';
  const { method, uri, iv, keyFormat, keyFormatVersions } = key;
  return [
    `#EXT-X-KEY:METHOD=${method},URI="${uri}"`,
    ...(iv === undefined ? [] : [`IV=${iv}`]),
    ...(keyFormat === 'identity' ? [] : [`KEYFORMAT="${keyFormat}"`]),
    ...(keyFormatVersions === undefined ? [] : [`KEYFORMATVERSIONS="${keyFormatVersions}"`]),
  ].join(',');
}

const rangeOf = ({ length, offset }: ByteRange): string => `${length}@${offset}`;

/** §4.2: digits and one point, no exponent. */
function decimal(seconds: number): string {
  const text = String(seconds);
  return text.includes('e') ? seconds.toFixed(9) : text;
}

/** §4.3.3.1: rounded to the nearest integer, no segment may be longer. Rounded up, it holds for stricter readers, too. */
const targetDuration = (segments: readonly MediaSegment[]): number =>
  segments.reduce((longest, { durationSeconds }) => Math.max(longest, Math.ceil(durationSeconds)), 1);

/** §7: the least version that has all that the segments use. */
const requiredVersion = (segments: readonly MediaSegment[], isIFramesOnly: boolean): number =>
  segments.reduce((version, segment) => Math.max(version, versionOf(segment, isIFramesOnly)), isIFramesOnly ? 4 : 1);

function versionOf({ durationSeconds, byteRange, key, map }: MediaSegment, isIFramesOnly: boolean): number {
  if (map !== undefined) return isIFramesOnly ? 5 : 6;
  if (key !== undefined && (key.keyFormat !== 'identity' || key.keyFormatVersions !== undefined)) return 5;
  if (byteRange !== undefined) return 4;
  if (!Number.isInteger(durationSeconds)) return 3;
  return key?.iv === undefined ? 1 : 2;
}
