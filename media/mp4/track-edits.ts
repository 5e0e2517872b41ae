import type { TrackDescription } from './movie-description.ts';

/** One stretch of a track's presentation (ISO/IEC 14496-12 8.6.6). */
export interface TrackEdit {
  /** segment_duration, in ticks of the movie. */
  readonly durationTicks: number;
  /** media_time, in ticks of the track: what is shown at its beginning; −1 for nothing at all. */
  readonly mediaTime: number;
}

/**
 * How the media of a track is laid on the movie's time line: from its earliest composition time, which B-frames put
 * after the first decode time, to its end; after an empty edit where it begins late.
 */
export function trackEdits({ samples, startDelayTicks = 0 }: TrackDescription, movieTimescale: number): TrackEdit[] {
  const { presentationStartTicks: start, presentationEndTicks: end, timescale } = samples;
  const media = { durationTicks: inMovieTicks(end - start, timescale, movieTimescale), mediaTime: start };
  if (startDelayTicks === 0) return [media];
  return [{ durationTicks: inMovieTicks(startDelayTicks, timescale, movieTimescale), mediaTime: -1 }, media];
}

/** Whether a track is presented from 0 to the end of its media, which then says it all: without edits that is meant. */
export const isPresentedAsDecoded = ({ samples, startDelayTicks = 0 }: TrackDescription): boolean =>
  startDelayTicks === 0 &&
  samples.presentationStartTicks === 0 &&
  samples.presentationEndTicks === samples.durationTicks;

/** How long a track is presented, in ticks of the movie: the sum of its edits (8.3.2.3). */
export function presentedTicks(track: TrackDescription, movieTimescale: number): number {
  return trackEdits(track, movieTimescale).reduce((sum, { durationTicks }) => sum + durationTicks, 0);
}

/** Rounded up, so that the end of the last sample is part of the edit. */
function inMovieTicks(ticks: number, timescale: number, movieTimescale: number): number {
  return Math.ceil((ticks * movieTimescale) / timescale);
}
