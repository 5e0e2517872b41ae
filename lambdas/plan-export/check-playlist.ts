import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import { ExportNotPossibleError } from '../shared/contract/errors.ts';
import type { PlaylistReading } from '../shared/recording/read-playlist.ts';

/**
 * Checks a playlist against what MediaConvert takes as HLS, before a job waits in a queue only to fail.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-hls-inputs.html
 * @throws {@link ExportNotPossibleError} with the reason
 */
export function requireConvertible(reading: PlaylistReading<MediaPlaylist>, key: string): MediaPlaylist {
  const reason = reading.state === 'readable' ? whyNot(reading.playlist) : whyUnreadable(reading);
  if (reading.state === 'readable' && reason === undefined) return reading.playlist;
  throw new ExportNotPossibleError(`MediaConvert cannot convert ${key}: ${reason}.`);
}

function whyUnreadable(reading: PlaylistReading<MediaPlaylist>): string {
  return reading.state === 'invalid' ? `it cannot be read: ${reading.reason}` : 'it is missing';
}

function whyNot(playlist: MediaPlaylist): string | undefined {
  const { segments, version, hasEndList } = playlist;
  if (segments.length === 0) return 'it names no segment';
  // Before the version, which fragmented MP4 raises as well: this is the reason that tells a person more.
  if (segments.some(({ map, uri }) => map !== undefined || /\.(mp4|m4s|m4v|cmfv)$/i.test(uri))) {
    return 'its segments are fragmented MP4, and MediaConvert reads HLS with MPEG-TS segments only';
  }
  if (segments.some(({ key }) => key !== undefined)) return 'its segments are encrypted';
  if (version > 4) return `its EXT-X-VERSION is ${version}, and MediaConvert reads up to 4`;
  if (!hasEndList) return 'it has no EXT-X-ENDLIST, so that its end is not known';
  return undefined;
}
