import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { remuxCapacity } from '../shared/contract/export-engine.ts';
import { type ExportSource, inSource, type ListedRendition, secondsOf } from './export-source.ts';
import type { SourcePiece } from './resolve-clip.ts';
import type { WantedTracks } from './wanted-tracks.ts';
import { whyNotAlike } from './why-not-copy.ts';
import { folderBelow, type ReadRange, whyNotRemux } from './why-not-remux.ts';

/** What remux could do with a rendition. */
export type RemuxVerdict =
  | { readonly isPossible: true; readonly sourceBytes: number }
  | {
      readonly isPossible: false;
      readonly obstacle: 'not-carriable' | 'too-long';
      /** A clause. */
      readonly reason: string;
    };

/**
 * Judges whether remux can carry a rendition, or several one after the other, and within its time.
 *
 * @param pieces What is taken of each recording.
 * @param bytesPerSecond What it carries in a second, as configured.
 */
export function judgeForRemux(
  pieces: readonly SourcePiece[],
  tracks: WantedTracks,
  bytesPerSecond: number,
): RemuxVerdict {
  const sources = pieces.map(({ source }) => source);
  const reason = whyNot(pieces, sources, tracks);
  if (reason !== undefined) return { isPossible: false, obstacle: 'not-carriable', reason };
  const sourceBytes = pieces.reduce((sum, piece) => sum + bytesOf(piece), 0);
  const seconds = Math.ceil(sourceBytes / bytesPerSecond);
  if (seconds <= remuxCapacity.usableSeconds) return { isPossible: true, sourceBytes };
  const work = `${(sourceBytes / 1e9).toFixed(1)} GB at ${(bytesPerSecond / 1e6).toFixed(1)} MB/s take ${seconds} s`;
  const limit = `of which its Lambda has ${remuxCapacity.usableSeconds}`;
  return { isPossible: false, obstacle: 'too-long', reason: `it is too long: ${work}, ${limit}` };
}

function whyNot(
  pieces: readonly SourcePiece[],
  sources: readonly ExportSource[],
  tracks: WantedTracks,
): string | undefined {
  for (const piece of pieces) {
    const reason = whyNotRemux(piece.source, tracks.video, rangeOf(piece));
    if (reason !== undefined) return `${inSource(piece.source, sources)}${reason}`;
  }
  // Each codec was looked at already: of sound alone, it does not matter what the pictures are.
  return tracks.video ? whyNotAlike(sources) : undefined;
}

/** The key frame that a clip begins with may lie in the segment before, hardly any further. */
function rangeOf({ source, fromSeconds, toSeconds }: SourcePiece): ReadRange {
  const { reading } = source;
  const segmentSeconds = reading.state === 'readable' ? reading.playlist.longestSegmentSeconds : 0;
  return {
    fromSeconds: fromSeconds === 0 ? 0 : fromSeconds - segmentSeconds,
    toSeconds: toSeconds ?? Math.max(secondsOf(source), Number.MIN_VALUE),
  };
}

function bytesOf(piece: SourcePiece): number {
  const { reading } = piece.source;
  return reading.state === 'readable' ? sumBytes(piece.source, reading.playlist, rangeOf(piece)) : 0;
}

function sumBytes(
  { rendition, sizes }: ListedRendition,
  { segments }: MediaPlaylist,
  { fromSeconds, toSeconds }: ReadRange,
): number {
  const folder = folderBelow(rendition);
  let startSeconds = 0;
  return segments.reduce((sum, { uri, byteRange, durationSeconds }) => {
    const isRead = startSeconds < toSeconds && startSeconds + durationSeconds > fromSeconds;
    startSeconds += durationSeconds;
    return isRead ? sum + (byteRange?.length ?? sizes.get(resolvePlaylistUri(folder, uri)) ?? 0) : sum;
  }, 0);
}
