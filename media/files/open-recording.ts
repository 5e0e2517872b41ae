import type { MediaPlaylist } from '../hls/media-playlist.ts';
import { readCarriablePlaylist } from '../remux/carriable-playlist.ts';
import type { Loss } from '../remux/remux-report.ts';
import type { SourceSegment } from '../remux/segment-source.ts';
import { chooseVariant } from './choose-variant.ts';
import type { FileSegment } from './file-segments.ts';
import { findPlaylist } from './find-playlist.ts';
import { InputRefusedError } from './input-refused-error.ts';
import { type PlaylistPlace, resolvePlaylistPath } from './playlist-paths.ts';
import { readPlaylistFile } from './read-playlist-file.ts';

/** What is wanted of an input. */
export interface RecordingWish {
  /** As for {@link chooseVariant}; only a multivariant playlist has renditions to choose from. */
  readonly rendition: string | undefined;
  /** Whether a playlist whose end is not marked is read as far as it goes. */
  readonly isTolerant: boolean;
}

/** A rendition on disk, ready to be carried. */
export interface FileRecording {
  /** Of the media playlist. */
  readonly playlistPath: string;
  /** Name of the rendition that was chosen from a multivariant playlist. */
  readonly rendition: string | undefined;
  /** For `remux`. */
  readonly segments: readonly SourceSegment[];
  /** For {@link fileSegmentOpener}, in the same order. */
  readonly files: readonly FileSegment[];
  /** Sum of all EXTINF. */
  readonly durationSeconds: number;
  /** What is known to be lost before a segment is opened. */
  readonly losses: readonly Loss[];
}

/**
 * Finds out what to carry of a folder, a multivariant playlist or a media playlist on disk. No segment is opened.
 *
 * @throws InputRefusedError when there is nothing that can be taken for a recording, or more than one
 * @throws StreamNotCarriableError `encrypted`, `fragmented-mp4`
 * @throws SegmentDamagedError `end-mark-missing`, unless losses are tolerated
 */
export async function openRecording(input: string, wish: RecordingWish): Promise<FileRecording> {
  const found = await findPlaylist(input);
  const { playlist } = found;
  if (playlist.kind === 'media') {
    if (wish.rendition === undefined) return readRendition(found, playlist, undefined, wish.isTolerant);
    const sentence = `${found.path} is the playlist of one rendition, so that there is none to choose. Leave the wish for ${wish.rendition} out.`;
    throw new InputRefusedError('rendition-unknown', sentence);
  }
  const { uri, label } = chooseVariant(playlist, wish.rendition ?? 'highest', found.path);
  const place = { path: resolvePlaylistPath(found, uri), rootDirectory: found.rootDirectory };
  const rendition = await readPlaylistFile(place.path);
  if (rendition.kind === 'media') return readRendition(place, rendition, label, wish.isTolerant);
  const expected = `${found.path} names it as a rendition, so that it should be a media playlist (RFC 8216 §4.3.4.2)`;
  throw new InputRefusedError('playlist-invalid', `${place.path} is a multivariant playlist, but ${expected}.`);
}

function readRendition(
  place: PlaylistPlace,
  playlist: MediaPlaylist,
  rendition: string | undefined,
  isTolerant: boolean,
): FileRecording {
  if (playlist.segments.length === 0) {
    throw new InputRefusedError('no-segments', `${place.path} names no segment: there is nothing to export.`);
  }
  if (playlist.isIFramesOnly) {
    const found = 'a playlist of key frames for trick play (EXT-X-I-FRAMES-ONLY, RFC 8216 §4.3.3.6)';
    throw new InputRefusedError('key-frames-only', `${place.path} is ${found}. Name a playlist with all frames.`);
  }
  return {
    playlistPath: place.path,
    rendition,
    ...readCarriablePlaylist(playlist, isTolerant),
    files: locateSegments(place, playlist),
    durationSeconds: playlist.durationSeconds,
  };
}

function locateSegments(place: PlaylistPlace, { segments }: MediaPlaylist): FileSegment[] {
  let seconds = 0;
  return segments.map(({ uri, durationSeconds, byteRange, map }) => {
    const startSeconds = seconds;
    seconds += durationSeconds;
    const stretch = { path: resolvePlaylistPath(place, uri), byteRange };
    const mapStretch = map && { path: resolvePlaylistPath(place, map.uri), byteRange: map.byteRange };
    return { name: uri, startSeconds, ...stretch, map: mapStretch };
  });
}
