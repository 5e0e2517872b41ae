import { type MediaPlaylist, parseMediaPlaylist } from './media-playlist.ts';
import { type MultivariantPlaylist, parseMultivariantPlaylist } from './multivariant-playlist.ts';
import { playlistKindOf } from './playlist-kind.ts';

/** Either kind of playlist; `kind` tells which. */
export type Playlist = MediaPlaylist | MultivariantPlaylist;

/**
 * Parses a playlist of either kind, for a text whose kind is not known beforehand: a URL that someone pasted, a file.
 *
 * @throws PlaylistInvalidError with the line and a reason
 */
export function parsePlaylist(text: string): Playlist {
  return playlistKindOf(text) === 'multivariant' ? parseMultivariantPlaylist(text) : parseMediaPlaylist(text);
}
