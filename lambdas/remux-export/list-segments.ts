import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { MediaSegment } from '../../media/hls/media-segments.ts';
import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { folderOfKey } from '../shared/recording/recording-keys.ts';
import type { ObjectStretch, StoredSegment } from '../shared/recording/remux-ports.ts';

/**
 * Where the bytes of a playlist's segments lie, in the playlist's order.
 * @throws PlaylistUriOutsideError when a URI leads out of the playlist's folder
 */
export function listSegments({ segments }: MediaPlaylist, playlistKey: string): StoredSegment[] {
  const folder = folderOfKey(playlistKey);
  let startSeconds = 0;
  return segments.map((segment) => {
    const stored = { name: segment.uri, startSeconds, stretches: stretchesOf(segment, folder) };
    startSeconds += segment.durationSeconds;
    return stored;
  });
}

function stretchesOf({ uri, byteRange, map }: MediaSegment, folder: string): ObjectStretch[] {
  const own = { key: resolvePlaylistUri(folder, uri), byteRange };
  return map === undefined ? [own] : [{ key: resolvePlaylistUri(folder, map.uri), byteRange: map.byteRange }, own];
}
