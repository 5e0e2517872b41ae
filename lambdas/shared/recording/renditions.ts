/** The renditions of a recording, from both places that name them: the metadata file and the multivariant playlist. */
import type { MultivariantPlaylist } from '../../../media/hls/multivariant-playlist.ts';
import { resolvePlaylistUri } from '../../../media/hls/playlist-uri.ts';
import type { RecordingMetadata, RenditionMetadata } from '../contract/recording-metadata.ts';
import { folderOfKey, hlsFolderKey } from './recording-keys.ts';

/** One quality of a recording. */
export interface Rendition {
  /** Its path below the HLS folder, such as `720p30`. */
  readonly name: string;
  /** With its slash. */
  readonly folderKey: string;
  readonly playlistKey: string;
  /** Pixels; absent for audio only. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Peak bits per second; absent when the multivariant playlist does not tell. */
  readonly bandwidth: number | undefined;
  /** RFC 6381; empty when the multivariant playlist does not tell. */
  readonly codecs: readonly string[];
  readonly isInMetadata: boolean;
  readonly isInMultivariant: boolean;
}

/**
 * All renditions, highest first; the order in the metadata file is not stable.
 * @param multivariant `undefined` when it cannot be read.
 * @throws PlaylistUriOutsideError when the multivariant playlist points out of the HLS folder.
 */
export function collectRenditions(
  recording: { readonly prefix: string },
  metadata: RecordingMetadata,
  multivariant: MultivariantPlaylist | undefined,
): Rendition[] {
  const hlsFolder = hlsFolderKey(recording, metadata);
  const byKey = new Map<string, Rendition>();
  for (const rendition of metadata.media.hls.renditions) {
    const known = ofMetadata(hlsFolder, rendition);
    byKey.set(known.playlistKey, known);
  }
  for (const stream of multivariant === undefined ? [] : streamsOf(multivariant)) {
    const playlistKey = resolvePlaylistUri(hlsFolder, stream.uri);
    const known = byKey.get(playlistKey);
    if (known?.isInMultivariant) continue;
    byKey.set(playlistKey, merge(known ?? ofPlaylistKey(hlsFolder, playlistKey), stream));
  }
  return [...byKey.values()].sort(highestFirst);
}

/** Order of renditions: by height, then bandwidth; audio only comes last; by name, so that nothing is left to chance. */
export function highestFirst(a: Rendition, b: Rendition): number {
  const byPicture = (b.height ?? 0) - (a.height ?? 0) || (b.bandwidth ?? 0) - (a.bandwidth ?? 0);
  return byPicture || (a.name < b.name ? -1 : 1);
}

interface Stream {
  readonly uri: string;
  readonly bandwidth?: number;
  readonly codecs?: readonly string[];
  readonly resolution?: { readonly width: number; readonly height: number } | undefined;
}

/** Every playlist that a player may load: variant streams, and alternative renditions that have a playlist of their own. */
function streamsOf({ variants, media }: MultivariantPlaylist): Stream[] {
  const alternatives = media.flatMap(({ uri }) => (uri === undefined ? [] : [{ uri }]));
  return [...variants, ...alternatives];
}

const unlisted = { bandwidth: undefined, codecs: [], isInMetadata: false, isInMultivariant: false };

function ofMetadata(hlsFolder: string, rendition: RenditionMetadata): Rendition {
  const folderKey = `${hlsFolder}${rendition.path}/`;
  return {
    ...unlisted,
    name: rendition.path,
    folderKey,
    playlistKey: `${folderKey}${rendition.playlist}`,
    width: rendition.resolution_width,
    height: rendition.resolution_height,
    isInMetadata: true,
  };
}

function ofPlaylistKey(hlsFolder: string, playlistKey: string): Rendition {
  const folderKey = folderOfKey(playlistKey);
  const name = folderKey.slice(hlsFolder.length, -1);
  return {
    ...unlisted,
    name: name === '' ? playlistKey.slice(hlsFolder.length) : name,
    folderKey,
    playlistKey,
    width: undefined,
    height: undefined,
  };
}

function merge(rendition: Rendition, { bandwidth, codecs, resolution }: Stream): Rendition {
  return {
    ...rendition,
    bandwidth,
    codecs: codecs ?? [],
    width: rendition.width ?? resolution?.width,
    height: rendition.height ?? resolution?.height,
    isInMultivariant: true,
  };
}
