/** Reads playlists of a recording and keeps apart: readable, absent, or there but not a playlist. */
import { PlaylistInvalidError } from '../../../media/hls/playlist-invalid-error.ts';
import { PlaylistUriOutsideError } from '../../../media/hls/playlist-uri.ts';
import { RecordingDamagedError } from '../contract/errors.ts';
import type { ObjectPlace, ReadText } from './storage-ports.ts';

/** What became of reading a playlist. */
export type PlaylistReading<Playlist> =
  | { readonly state: 'readable'; readonly playlist: Playlist }
  | { readonly state: 'absent' }
  | { readonly state: 'invalid'; readonly reason: string };

/** Largest playlist that is read. One of 48 h has 1.4 MB, and 16 MB with byte ranges. */
export const maxPlaylistBytes = 64 * 1024 * 1024;

/**
 * Reads and parses one playlist.
 * @throws RecordingDamagedError when it is larger than {@link maxPlaylistBytes}, without reading it
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError
 */
export async function readPlaylist<Playlist>(
  place: ObjectPlace,
  parse: (text: string) => Playlist,
  readText: ReadText,
): Promise<PlaylistReading<Playlist>> {
  return parsePlaylist(await readPlaylistText(place, readText), parse);
}

/** {@link readPlaylist} without parsing: a text is much smaller than what is made of it. */
export async function readPlaylistText(place: ObjectPlace, readText: ReadText): Promise<string | undefined> {
  const object = await readText({ ...place, maxSizeBytes: maxPlaylistBytes });
  if (object === undefined || object.text !== undefined) return object?.text;
  throw new RecordingDamagedError(
    `The playlist ${place.key} has ${object.sizeBytes} bytes; expected at most ${maxPlaylistBytes}.`,
  );
}

/** Parses what {@link readPlaylistText} read. */
export function parsePlaylist<Playlist>(
  text: string | undefined,
  parse: (text: string) => Playlist,
): PlaylistReading<Playlist> {
  if (text === undefined) return { state: 'absent' };
  const result = refuseInvalid(() => parse(text));
  return 'reason' in result ? { state: 'invalid', ...result } : { state: 'readable', playlist: result.value };
}

/** Runs `read`, and turns a playlist's refusal, of its text or of a URI in it, into its reason. */
export function refuseInvalid<Value>(read: () => Value): { readonly value: Value } | { readonly reason: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof PlaylistInvalidError || error instanceof PlaylistUriOutsideError) {
      return { reason: error.message };
    }
    throw error;
  }
}
