/** Finds the segments that a playlist names and the bucket does not hold. */
import type { MediaPlaylist } from '../../../media/hls/media-playlist.ts';
import type { MediaSegment } from '../../../media/hls/media-segments.ts';
import { resolvePlaylistUri } from '../../../media/hls/playlist-uri.ts';

/** Segments in a row that are not there, or are there with no bytes. */
export interface SegmentGap {
  readonly code: 'segment-missing' | 'segment-empty';
  readonly fromSeconds: number;
  readonly durationSeconds: number;
  /** Of the first segment in the playlist. */
  readonly firstIndex: number;
  readonly segmentCount: number;
  /** URIs as the playlist has them. */
  readonly firstUri: string;
  readonly lastUri: string;
}

/** What a playlist comes to, held against a listing. */
export interface SegmentCheck {
  readonly durationSeconds: number;
  /** EXT-X-ENDLIST. */
  readonly hasEndList: boolean;
  readonly segmentCount: number;
  /** Segments that can be played. */
  readonly presentCount: number;
  readonly gaps: readonly SegmentGap[];
}

/**
 * Checks every segment, and the initialization section and key that it needs, against a listing.
 *
 * @param folder The playlist's folder below the listed one; empty when they are the same.
 * @param sizes Size in bytes by key, the key without the listed folder.
 * @throws PlaylistUriOutsideError when a URI leads out of the playlist's folder.
 */
export function checkSegments(
  { segments, durationSeconds, hasEndList }: MediaPlaylist,
  folder: string,
  sizes: Sizes,
): SegmentCheck {
  const collector = new GapCollector();
  for (const segment of segments) collector.add(segment, faultOf(segment, folder, sizes));
  const { presentCount, gaps } = collector;
  return { durationSeconds, hasEndList, segmentCount: segments.length, presentCount, gaps };
}

type Fault = SegmentGap['code'] | undefined;
type Sizes = ReadonlyMap<string, number>;

function faultOf(segment: MediaSegment, folder: string, sizes: Sizes): Fault {
  const { map, key, isGap } = segment;
  // The playlist itself says that the media is not there.
  if (isGap) return 'segment-missing';
  const fault = faultOfObject(segment, folder, sizes);
  if (map === undefined && key === undefined) return fault;
  const needed = [map, map?.key, key].map((part) => part && faultOfObject(part, folder, sizes));
  return fault ?? needed.find((each) => each !== undefined);
}

function faultOfObject(object: { uri: string; byteRange?: object | undefined }, folder: string, sizes: Sizes): Fault {
  const size = sizes.get(resolvePlaylistUri(folder, object.uri));
  if (size === undefined) return 'segment-missing';
  // A range says itself how many bytes it has, and is at least one.
  return size === 0 && object.byteRange === undefined ? 'segment-empty' : undefined;
}

/** Merges faults of the same kind in a row. */
class GapCollector {
  readonly gaps: SegmentGap[] = [];
  presentCount = 0;
  #open: SegmentGap | undefined;
  #seconds = 0;
  #index = -1;

  add({ uri, durationSeconds }: MediaSegment, code: SegmentGap['code'] | undefined): void {
    const fromSeconds = this.#seconds;
    this.#seconds += durationSeconds;
    this.#index++;
    if (code === undefined) {
      this.presentCount++;
      this.#open = undefined;
      return;
    }
    const open = this.#open?.code === code ? this.#open : undefined;
    if (open !== undefined) this.gaps.pop();
    this.#open = {
      code,
      fromSeconds: open?.fromSeconds ?? fromSeconds,
      durationSeconds: (open?.durationSeconds ?? 0) + durationSeconds,
      firstIndex: open?.firstIndex ?? this.#index,
      segmentCount: (open?.segmentCount ?? 0) + 1,
      firstUri: open?.firstUri ?? uri,
      lastUri: uri,
    };
    this.gaps.push(this.#open);
  }
}
