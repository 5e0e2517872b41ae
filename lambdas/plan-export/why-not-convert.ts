/**
 * What keeps MediaConvert from a recording, before a job waits in a queue only to fail: its rules for HLS as an input.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-hls-inputs.html
 */
import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { MediaSegment } from '../../media/hls/media-segments.ts';
import { type ExportSource, inSource } from './export-source.ts';
import { pieceSeconds, type SourcePiece } from './resolve-clip.ts';

/** The rule that a recording breaks. */
export type ConvertRule =
  | 'playlist-missing'
  | 'playlist-invalid'
  | 'no-segments'
  | 'fragmented-mp4'
  | 'not-transport-stream'
  | 'encrypted'
  | 'version'
  | 'end-mark-missing'
  | 'byte-range'
  | 'discontinuity-in-segment'
  | 'extinf-over-target'
  | 'manifest-too-large'
  | 'url-too-long'
  | 'clip-too-late'
  | 'clip-too-long';

/** Why MediaConvert cannot: a clause. */
export interface ConvertObstacle {
  readonly rule: ConvertRule;
  readonly reason: string;
}

/** Of the text (error 3400). Not told whether decimal: the smaller one. */
const maxManifestBytes = 16_000_000;
/** Of an input and a segment's path and query together (error 3400). */
const maxUrlCharacters = 900;
const maxVersion = 4;
/** Time codes have 24 hours, and a clip is shorter than 12. */
const maxTimecodeSeconds = 24 * 3600;
const maxClipSeconds = 12 * 3600;

/**
 * Checks every recording of an export, and the clip.
 * @param pieces What is taken of each; a time within a recording counts for its clip.
 */
export function whyNotConvert(
  sources: readonly ExportSource[],
  pieces: readonly SourcePiece[],
): ConvertObstacle | undefined {
  for (const source of sources) {
    const obstacle = whyNotSource(source);
    if (obstacle === undefined) continue;
    return { ...obstacle, reason: `${inSource(source, sources)}${obstacle.reason}` };
  }
  return pieces.map(whyNotClip).find((obstacle) => obstacle !== undefined);
}

function whyNotSource(source: ExportSource): ConvertObstacle | undefined {
  const { reading, playlistBytes } = source;
  if (reading.state === 'absent') return { rule: 'playlist-missing', reason: 'it is missing' };
  if (reading.state === 'invalid') return { rule: 'playlist-invalid', reason: `it cannot be read: ${reading.reason}` };
  if (playlistBytes > maxManifestBytes) {
    const reason = `it has ${playlistBytes} bytes, and MediaConvert reads playlists of at most ${maxManifestBytes}`;
    return { rule: 'manifest-too-large', reason };
  }
  const { playlist } = reading;
  return (
    whyNotSegments(playlist.segments) ??
    whyNotPlaylist(playlist) ??
    whyNotByteRanges(playlist.segments) ??
    whyNotUrls(source, playlist.segments)
  );
}

function whyNotSegments(segments: readonly MediaSegment[]): ConvertObstacle | undefined {
  if (segments.length === 0) return { rule: 'no-segments', reason: 'it names no segment' };
  // Before the version, which fragmented MP4 raises as well: this is the reason that tells a person more.
  if (segments.some(({ map, uri }) => map !== undefined || fragmentedMp4.test(uri))) {
    const reason = 'its segments are fragmented MP4, and MediaConvert reads HLS with MPEG-TS segments only';
    return { rule: 'fragmented-mp4', reason };
  }
  const other = segments.find(({ uri }) => otherFormat.test(uri));
  if (other !== undefined) {
    const reason = `its segment ${other.uri} is no MPEG-TS, and MediaConvert reads no other HLS segments`;
    return { rule: 'not-transport-stream', reason };
  }
  const key = segments.find((segment) => segment.key !== undefined)?.key;
  if (key === undefined) return undefined;
  return { rule: 'encrypted', reason: `its segments are encrypted (EXT-X-KEY with METHOD=${key.method})` };
}

/** A query aside. */
const fragmentedMp4 = /\.(?:mp4|m4s|m4v|m4a|m4f|cmfv|cmfa|cmft)(?:\?|$)/i;
/** Packed audio and captions (RFC 8216 §3.4, §3.5). */
const otherFormat = /\.(?:aac|ac3|ec3|mp3|vtt|webvtt)(?:\?|$)/i;

function whyNotPlaylist(playlist: MediaPlaylist): ConvertObstacle | undefined {
  const { version, hasEndList, longestSegmentSeconds, targetDurationSeconds } = playlist;
  if (version > maxVersion) {
    return { rule: 'version', reason: `its EXT-X-VERSION is ${version}, and MediaConvert reads up to ${maxVersion}` };
  }
  if (!hasEndList) {
    return { rule: 'end-mark-missing', reason: 'it has no EXT-X-ENDLIST, so that its end is not known' };
  }
  // RFC 8216 §4.3.3.1: rounded to the nearest integer (error 1010).
  if (Math.round(longestSegmentSeconds) <= targetDurationSeconds) return undefined;
  const reason = `a segment of ${longestSegmentSeconds} s is longer than its EXT-X-TARGETDURATION, ${targetDurationSeconds} s, which MediaConvert refuses`;
  return { rule: 'extinf-over-target', reason };
}

/** Ranges begin at 0 in each file and continue each other, and a discontinuity stands in front of a whole file only. */
function whyNotByteRanges(segments: readonly MediaSegment[]): ConvertObstacle | undefined {
  let [uriBefore, endBefore] = ['', 0];
  for (const { uri, byteRange, isDiscontinuity } of segments) {
    const expected = uri === uriBefore ? endBefore : 0;
    if (byteRange !== undefined && byteRange.offset > 0 && isDiscontinuity) {
      const reason = `a discontinuity stands at byte ${byteRange.offset} of ${uri}, and MediaConvert takes them at the beginning of a segment only`;
      return { rule: 'discontinuity-in-segment', reason };
    }
    if (byteRange !== undefined && byteRange.offset !== expected) {
      const reason = `a byte range of ${uri} begins at ${byteRange.offset}; MediaConvert expects ${expected}, where the one before ends`;
      return { rule: 'byte-range', reason };
    }
    uriBefore = uri;
    endBefore = byteRange === undefined ? 0 : byteRange.offset + byteRange.length;
  }
  return undefined;
}

function whyNotUrls(
  { recording, rendition }: ExportSource,
  segments: readonly MediaSegment[],
): ConvertObstacle | undefined {
  const longest = segments.reduce((length, { uri }) => Math.max(length, uri.length), 0);
  const characters = `s3://${recording.bucket}/${rendition.playlistKey}`.length + longest;
  if (characters <= maxUrlCharacters) return undefined;
  const reason = `its URL and that of a segment have ${characters} characters together, and MediaConvert takes ${maxUrlCharacters}`;
  return { rule: 'url-too-long', reason };
}

/** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/specifying-inputs.html */
function whyNotClip(piece: SourcePiece): ConvertObstacle | undefined {
  const { fromSeconds, toSeconds } = piece;
  if (fromSeconds === 0 && toSeconds === undefined) return undefined;
  if (Math.max(fromSeconds, toSeconds ?? 0) >= maxTimecodeSeconds) {
    return { rule: 'clip-too-late', reason: "a clip's time codes end at 24 hours, and this one lies behind them" };
  }
  if (pieceSeconds(piece) < maxClipSeconds) return undefined;
  return { rule: 'clip-too-long', reason: 'it takes clips of less than 12 hours' };
}
