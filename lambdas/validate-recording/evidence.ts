import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { MultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import type { EndedRecording } from '../shared/recording/read-metadata.ts';
import type { PlaylistReading } from '../shared/recording/read-playlist.ts';
import type { Rendition } from '../shared/recording/renditions.ts';

/** All that is there of a recording: what its judgement rests on. */
export interface RecordingEvidence extends EndedRecording {
  readonly multivariant: PlaylistReading<MultivariantPlaylist> & { readonly key: string };
  /** Highest first. */
  readonly renditions: readonly RenditionEvidence[];
  /** Media is there that belongs to no rendition; looked for only when no rendition is named anywhere. */
  readonly hasUnnamedMedia: boolean;
}

/** What is there of one rendition. */
export interface RenditionEvidence {
  readonly rendition: Rendition;
  readonly playlist: PlaylistReading<MediaPlaylist>;
  /** Size in bytes by key, the key without the rendition's folder. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Whether an object in a rendition's folder is media: not a playlist, not the marker that a console makes of a folder. */
export const isMediaKey = (key: string): boolean => key !== '' && !key.endsWith('/') && !key.endsWith('.m3u8');
