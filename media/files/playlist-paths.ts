import nodePath from 'node:path';
import { PlaylistUriOutsideError, resolvePlaylistUri } from '../hls/playlist-uri.ts';
import { InputRefusedError } from './input-refused-error.ts';

/** A playlist on disk, and how far its URIs may reach. */
export interface PlaylistPlace {
  readonly path: string;
  /** Nothing above this folder is read: the one that the user named, or that holds the playlist that the user named. */
  readonly rootDirectory: string;
}

/**
 * The file that a URI of a playlist names. It lies in the playlist's folder, or beside it (`../`) as long as that is
 * inside the root: a playlist that came from elsewhere must not decide which files of this machine are read. Links
 * (`man 7 symlink`) inside the root are followed, since not the playlist made them.
 *
 * Spaces, which no URI may hold, are taken as they stand, since ffmpeg and others write file names so.
 *
 * @throws InputRefusedError `remote`, `uri-refused`
 */
export function resolvePlaylistPath(place: PlaylistPlace, uri: string): string {
  const reference = uri.replaceAll(' ', '%20');
  try {
    return join(nodePath.dirname(place.path), resolvePlaylistUri('', reference));
  } catch (error) {
    if (!(error instanceof PlaylistUriOutsideError)) throw error;
    if (error.reason === 'climbs-out') return resolveFromRoot(place, reference);
    throw refuse(place, error);
  }
}

/** Resolves `../` by its place in the root, of which nothing can climb out either. */
function resolveFromRoot({ path, rootDirectory }: PlaylistPlace, reference: string): string {
  const folder = nodePath.relative(rootDirectory, nodePath.dirname(path));
  const folderUri = folder.split(nodePath.sep).map(encodeURIComponent).join('/');
  try {
    return join(rootDirectory, resolvePlaylistUri('', folder === '' ? reference : `${folderUri}/${reference}`));
  } catch (error) {
    if (!(error instanceof PlaylistUriOutsideError)) throw error;
    throw refuse({ path, rootDirectory }, error);
  }
}

const join = (directory: string, key: string): string => nodePath.join(directory, ...key.split('/'));

function refuse({ path, rootDirectory }: PlaylistPlace, cause: PlaylistUriOutsideError): InputRefusedError {
  if (cause.reason === 'absolute') {
    const advice =
      'Only files on disk are read: download the recording with its folders as they are, and name that folder';
    const sentence = `${path} names something that is not on this disk, "${cause.excerpt}". ${advice}.`;
    return new InputRefusedError('remote', sentence, { cause });
  }
  const outside = ` Nothing outside ${rootDirectory} is read; name the folder that holds both instead.`;
  const advice = cause.reason === 'climbs-out' ? outside : '';
  return new InputRefusedError('uri-refused', `${path} cannot be used. ${cause.message}${advice}`, { cause });
}
