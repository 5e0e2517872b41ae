import { ExportJoinInvalidError, ExportNotPossibleError } from '../shared/contract/errors.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import { hasAudio, hasVideo } from './choose-rendition.ts';
import type { ExportSource, ExportSources } from './export-source.ts';

/** What the file is to hold. */
export interface WantedTracks {
  readonly video: boolean;
  readonly audio: boolean;
}

/**
 * Decides what the file is to hold, by what the playlists say. Video without sound is an MP4 without sound, and sound
 * without video one of sound alone: neither is a fault.
 *
 * @throws {@link ExportNotPossibleError} when an M4A is wanted of what has no sound
 * @throws {@link ExportJoinInvalidError} when some recordings of a join have video or sound and others have none
 */
export function wantTracks({ format, video, name }: ExportWish, sources: ExportSources): WantedTracks {
  const [{ rendition }] = sources;
  const hasSound = agree(sources, 'audio', hasAudio);
  if (format === 'mp4') return { video: agree(sources, 'video', hasVideo), audio: hasSound };
  if (video !== 'copy') {
    throw new ExportNotPossibleError(
      `The export ${name} is to be an M4A, which holds sound alone, and asks for H.264. Start a new execution with the format mp4, or without video.`,
    );
  }
  if (hasSound) return { video: false, audio: true };
  throw new ExportNotPossibleError(
    `The rendition ${rendition.name} has no audio, so that no M4A can be made of it. Export it as mp4, or another rendition.`,
  );
}

function agree(
  sources: ExportSources,
  track: string,
  hasTrack: (rendition: ExportSource['rendition']) => boolean,
): boolean {
  const [first, ...others] = sources;
  const expected = hasTrack(first.rendition);
  const other = others.find(({ rendition }) => hasTrack(rendition) !== expected);
  if (other === undefined) return expected;
  const [without, having] = expected ? [other, first] : [first, other];
  throw new ExportJoinInvalidError(
    `The recording ${without.recording.prefix} has no ${track} in its rendition ${without.rendition.name}, and ${having.recording.prefix} has: no engine joins them. Export them one by one, or name a rendition that both have.`,
  );
}
