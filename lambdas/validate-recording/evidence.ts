import type { MultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import type { EndedRecording } from '../shared/recording/read-metadata.ts';
import type { PlaylistReading } from '../shared/recording/read-playlist.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { SegmentCheck } from '../shared/recording/segment-gaps.ts';

/** All that is there of a recording: what its judgement rests on. */
export interface RecordingEvidence extends EndedRecording {
  readonly multivariant: PlaylistReading<MultivariantPlaylist> & PlaylistText & { readonly key: string };
  /** Highest first. */
  readonly renditions: readonly RenditionEvidence[];
  /** Media is there that belongs to no rendition; looked for only when no rendition is named anywhere. */
  readonly hasUnnamedMedia: boolean;
}

/** Kept for a repair, since a text is much smaller than what is made of it. */
interface PlaylistText {
  /** As it was read; `undefined` when there is none. */
  readonly text: string | undefined;
}

/** What is there of one rendition: its playlist, held against what lies in its folder. */
export interface RenditionEvidence extends PlaylistText {
  readonly rendition: Rendition;
  readonly playlist: PlaylistReading<SegmentCheck>;
  /** Media lies in the folder, named by the playlist or not. */
  readonly hasMedia: boolean;
}

/** Whether an object in a rendition's folder is media: not a playlist, not the marker that a console makes of a folder. */
export const isMediaKey = (key: string): boolean => key !== '' && !key.endsWith('/') && !key.endsWith('.m3u8');
