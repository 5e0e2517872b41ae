import { readdir, stat } from 'node:fs/promises';
import nodePath from 'node:path';
import type { Playlist } from '../hls/playlist.ts';
import { InputRefusedError } from './input-refused-error.ts';
import type { PlaylistPlace } from './playlist-paths.ts';
import { readPlaylistFile, toRefused } from './read-playlist-file.ts';

/** A playlist that was read, and where. */
export interface FoundPlaylist extends PlaylistPlace {
  readonly playlist: Playlist;
}

/** Where IVS puts the playlists of a recording (LowLatencyUserGuide/record-to-s3). */
const RECORDING_PLAYLISTS = nodePath.join('media', 'hls');

/** As IVS names them. Beside each stands one with byte ranges of the same segments, which gives the same media. */
const PREFERRED_NAMES = ['master.m3u8', 'playlist.m3u8'];

/**
 * Finds the playlist that an input means: a playlist itself, or a folder with playlists or with `media/hls/`. In a
 * folder a multivariant playlist goes before a media playlist, and the names that IVS gives before others.
 *
 * @param input path of a file or folder
 * @throws InputRefusedError `missing`, `no-playlist`, `several-playlists`, and as {@link readPlaylistFile}
 */
export async function findPlaylist(input: string): Promise<FoundPlaylist> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(input)) {
    const advice = 'download the recording with its folders as they are, and name that folder';
    throw new InputRefusedError('remote', `${input} is not on this disk, and only files on disk are read: ${advice}.`);
  }
  if (!(await isFolder(input))) {
    return { path: input, rootDirectory: nodePath.dirname(input), playlist: await readPlaylistFile(input) };
  }
  const inside = nodePath.join(input, RECORDING_PLAYLISTS);
  const folder = (await isFolder(inside).catch(() => false)) ? inside : input;
  return { ...(await choosePlaylist(folder)), rootDirectory: folder };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw toRefused(path, error);
  }
}

async function choosePlaylist(folder: string): Promise<{ path: string; playlist: Playlist }> {
  const paths = await playlistPaths(folder);
  const [only] = paths;
  if (only === undefined) {
    const expected = `expected files that end in .m3u8 there or in ${RECORDING_PLAYLISTS}${nodePath.sep}`;
    throw new InputRefusedError('no-playlist', `${folder} holds no playlist: ${expected}. Name another folder.`);
  }
  const preferred = PREFERRED_NAMES.map((name) => nodePath.join(folder, name)).find((path) => paths.includes(path));
  const chosen = paths.length === 1 ? only : preferred;
  if (chosen !== undefined) return { path: chosen, playlist: await readPlaylistFile(chosen) };
  return chooseByKind(folder, paths);
}

async function playlistPaths(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /\.m3u8$/i.test(name))
      .sort()
      .map((name) => nodePath.join(folder, name));
  } catch (error) {
    throw toRefused(folder, error);
  }
}

/** One that cannot be read is told at once: passed over, it might be the very one that was meant. */
async function chooseByKind(folder: string, paths: readonly string[]): Promise<{ path: string; playlist: Playlist }> {
  const multivariant: { path: string; playlist: Playlist }[] = [];
  for (const path of paths) {
    const playlist = await readPlaylistFile(path);
    if (playlist.kind === 'multivariant') multivariant.push({ path, playlist });
  }
  const [only] = multivariant;
  if (only !== undefined && multivariant.length === 1) return only;
  const candidates = only === undefined ? paths : multivariant.map(({ path }) => path);
  const names = candidates.map((path) => nodePath.basename(path)).join(', ');
  throw new InputRefusedError(
    'several-playlists',
    `${folder} holds several playlists: ${names}. Name the one to export.`,
  );
}
