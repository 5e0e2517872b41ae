import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import type { PlaylistReading } from '../shared/recording/read-playlist.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';

/** A rendition as it lies in the bucket. */
export interface ListedRendition {
  readonly rendition: Rendition;
  readonly reading: PlaylistReading<MediaPlaylist>;
  /** Size in bytes by key, the key without the rendition's folder. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** One recording that an export is made of, with the rendition that was chosen of it. */
export interface ExportSource extends ListedRendition {
  readonly recording: ServedRecording;
  readonly metadata: RecordingMetadata;
  /** Of the playlist's text; 0 when there is none. */
  readonly playlistBytes: number;
  /** Whether each EXTINF has a decimal point, as RFC 8216 §4.3.2.1 asks for from version 3 on. */
  readonly hasDecimalDurations: boolean;
}

/** All recordings of an export in their order; one, unless it is a join. */
export type ExportSources = readonly [ExportSource, ...ExportSource[]];

/** How long a source lasts by its playlist, in seconds; 0 when that cannot be read. */
export const secondsOf = ({ reading }: Pick<ExportSource, 'reading'>): number =>
  reading.state === 'readable' ? reading.playlist.durationSeconds : 0;

/** How long all last, one after the other. */
export const totalSeconds = (sources: readonly Pick<ExportSource, 'reading'>[]): number =>
  sources.reduce((sum, source) => sum + secondsOf(source), 0);

/** Names a source in a reason: only where there are several is there a doubt. */
export const inSource = (source: Pick<ExportSource, 'recording'>, sources: readonly unknown[]): string =>
  sources.length > 1 ? `of the recording ${source.recording.recordingId}: ` : '';
