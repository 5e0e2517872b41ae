import type { Plan, Stretch } from '../shared/recording/planned-export.ts';
import { type ExportSource, totalSeconds } from './export-source.ts';

/** Playlists round, and tracks end unevenly: in a recording of IVS's own the video ends 2.6 s before the audio. */
const endToleranceMs = 5000;
/** Within a recording, an encode is exact to the frame; a second is for times of containers. */
const exactToleranceMs = 1000;

/**
 * How far MediaConvert's file may be from what the playlists say: the greater of 5 s for each recording and 0.1 %. A clip
 * of copied frames begins at the next key frame, and each segment has one. One that is encoded ends where it should, unless
 * it goes to the recording's end.
 */
export function durationToleranceMs(
  seconds: number,
  video: Plan['video'],
  sources: readonly ExportSource[],
  stretch: Stretch | undefined,
): number {
  const wholeMs = Math.max(endToleranceMs * sources.length, seconds * 1000 * 0.001);
  if (stretch === undefined) return Math.round(wholeMs);
  if (video === 'copy') return Math.round(wholeMs + longestSegmentSeconds(sources) * 1000);
  const isToEnd = totalSeconds(sources) - stretch.toSeconds < endToleranceMs / 1000;
  return isToEnd || sources.length > 1 ? Math.round(wholeMs) : exactToleranceMs;
}

const longestSegmentSeconds = (sources: readonly ExportSource[]): number =>
  sources.reduce(
    (longest, { reading }) =>
      Math.max(longest, reading.state === 'readable' ? reading.playlist.longestSegmentSeconds : 0),
    0,
  );
