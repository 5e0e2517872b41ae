import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Playlist, parsePlaylist } from '../hls/playlist.ts';
import { PlaylistInvalidError } from '../hls/playlist-invalid-error.ts';
import { systemErrorCode } from './file-not-writable-error.ts';
import { InputRefusedError } from './input-refused-error.ts';

/** One of 48 h has 1.4 MB, and 16 MB with byte ranges. */
const MAX_PLAYLIST_BYTES = 64 * 1024 * 1024;

/**
 * Reads and parses a playlist of either kind.
 *
 * @throws InputRefusedError `missing`, `unreadable`, `playlist-too-large`, `playlist-invalid`
 */
export async function readPlaylistFile(path: string): Promise<Playlist> {
  const text = await readText(path);
  try {
    return parsePlaylist(text);
  } catch (cause) {
    if (!(cause instanceof PlaylistInvalidError)) throw cause;
    throw new InputRefusedError('playlist-invalid', `${path} is no playlist that can be read. ${cause.message}`, {
      cause,
    });
  }
}

async function readText(path: string): Promise<string> {
  const file = await openPlaylist(path);
  try {
    const { size } = await file.stat();
    if (size <= MAX_PLAYLIST_BYTES) return await file.readFile('utf8');
    const limit = `expected a playlist of at most ${MAX_PLAYLIST_BYTES} bytes, found ${size}`;
    throw new InputRefusedError('playlist-too-large', `${path} is refused: ${limit}.`);
  } catch (cause) {
    throw toRefused(path, cause);
  } finally {
    await file.close();
  }
}

async function openPlaylist(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait until somebody writes to it.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    throw toRefused(path, cause);
  }
}

/** Translates what Node's file functions throw when they read an input; passes anything else through. */
export function toRefused(path: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new InputRefusedError('missing', `There is no file or folder ${path}. Check the name.`, { cause });
  }
  return new InputRefusedError('unreadable', `${path} cannot be read (${code}). Check its permissions.`, { cause });
}
