import type { Recording } from '../api/recording.ts';
import { makeStoryboard, type Storyboard } from '../player/storyboard.ts';

/** The storyboard of a recording; `undefined` when it has none. */
export function storyboardOf({ playback, durationMs = 0, missing }: Recording): Storyboard | undefined {
  return makeStoryboard(playback?.thumbnails, durationMs / 1000 + (missing?.skippedSeconds ?? 0));
}
