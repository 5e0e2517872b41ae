import { PlaylistInvalidError } from '../../../../media/hls/playlist-invalid-error.ts';

/** @returns what a parser refused a text with; fails when it took it, or threw anything else */
export function refusalOf(parse: () => unknown): PlaylistInvalidError {
  try {
    parse();
  } catch (error) {
    if (error instanceof PlaylistInvalidError) return error;
    throw error;
  }
  throw new Error('expected the playlist to be refused');
}
