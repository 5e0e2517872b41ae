/**
 * What keeps remux from a rendition, by what playlists and listing tell. Frames are not looked at here: what only they
 * tell, such as a size that changes in the middle, remux finds itself.
 */
import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import { readCarriablePlaylist } from '../../media/remux/carriable-playlist.ts';
import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../media/remux/stream-not-carriable-error.ts';
import { refuseInvalid } from '../shared/recording/read-playlist.ts';
import { folderOfKey } from '../shared/recording/recording-keys.ts';
import { checkSegments } from '../shared/recording/segment-gaps.ts';
import { isVideoCodec } from './choose-rendition.ts';
import type { ListedRendition } from './export-source.ts';

/** What remux would read, in seconds by the playlist: more than a clip, whose first key frame lies before it. */
export interface ReadRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * A clause that says why remux cannot carry the rendition; `undefined` when nothing speaks against it.
 *
 * @param wantsVideo Whether the pictures are to be carried as well.
 * @param range Segments outside of it are not read, so that it does not matter whether they are there.
 */
export function whyNotRemux(
  { rendition, reading, sizes }: ListedRendition,
  wantsVideo: boolean,
  range: ReadRange,
): string | undefined {
  if (reading.state === 'absent') return 'the playlist is missing';
  if (reading.state === 'invalid') return `the playlist cannot be read: ${reading.reason}`;
  const codec = rendition.codecs.find((name) => !carriedCodec.test(name) && (wantsVideo || !isVideoCodec(name)));
  if (codec !== undefined) return `its codec ${codec} is neither H.264 nor AAC-LC`;
  return whyNotByPlaylist(reading.playlist) ?? whyNotComplete(reading.playlist, folderBelow(rendition), sizes, range);
}

/** The playlist's folder below the listed one; empty when they are the same. */
export const folderBelow = ({ folderKey, playlistKey }: ListedRendition['rendition']): string =>
  folderOfKey(playlistKey).slice(folderKey.length);

/** RFC 6381: H.264 in either of its sample entries, AAC-LC. */
const carriedCodec = /^(avc1|avc3)\.|^mp4a\.40\.2$/i;

function whyNotByPlaylist(playlist: MediaPlaylist): string | undefined {
  if (playlist.segments.length === 0) return 'its playlist names no segment';
  if (playlist.isIFramesOnly) return 'its playlist names key frames only (EXT-X-I-FRAMES-ONLY)';
  try {
    readCarriablePlaylist(playlist, false);
    return undefined;
  } catch (error) {
    if (!(error instanceof StreamNotCarriableError || error instanceof SegmentDamagedError)) throw error;
    return error.message.replace(/\.$/, '');
  }
}

/** A missing segment would be a hole, which an exact copy must not have. */
function whyNotComplete(
  playlist: MediaPlaylist,
  folder: string,
  sizes: ReadonlyMap<string, number>,
  { fromSeconds, toSeconds }: ReadRange,
): string | undefined {
  const checked = refuseInvalid(() => checkSegments(playlist, folder, sizes));
  if ('reason' in checked) return checked.reason;
  const gaps = checked.value.gaps.filter(
    (gap) => gap.fromSeconds < toSeconds && gap.fromSeconds + gap.durationSeconds > fromSeconds,
  );
  const [first] = gaps;
  if (first === undefined) return undefined;
  const count = gaps.reduce((sum, { segmentCount }) => sum + segmentCount, 0);
  const more = count === 1 ? '' : `, one of ${count} segments that are missing or empty`;
  const how = first.code === 'segment-missing' ? 'missing' : 'empty';
  return `the segment ${first.firstUri} is ${how}, ${first.fromSeconds.toFixed(1)} s into the recording${more}`;
}
