import { ClipOutsideRecordingError } from '../shared/contract/errors.ts';
import type { Clip } from '../shared/contract/export-wish.ts';
import type { Stretch } from '../shared/recording/planned-export.ts';
import { type ExportSource, type ExportSources, secondsOf, totalSeconds } from './export-source.ts';

/** A recording that lasts 3,599.7 s is an hour to people. */
const roundingSeconds = 1;

/** Sums of EXTINF are no exact numbers. */
const sumSeconds = 1e-6;

/**
 * Finds a clip's place in the recording, or in all of a join as they follow each other.
 * @throws {@link ClipOutsideRecordingError}
 */
export function resolveClip({ fromSeconds, toSeconds }: Clip, sources: ExportSources): Stretch {
  const endSeconds = totalSeconds(sources);
  const isInside = fromSeconds < endSeconds - sumSeconds && (toSeconds ?? 0) <= endSeconds + roundingSeconds;
  if (isInside) return { fromSeconds, toSeconds: Math.min(toSeconds ?? endSeconds, endSeconds) };
  const what = sources.length > 1 ? `The ${sources.length} recordings last` : 'The recording lasts';
  throw new ClipOutsideRecordingError(
    `${what} ${endSeconds.toFixed(3)} s; the clip goes from ${fromSeconds} s to ${toSeconds === undefined ? 'the end' : `${toSeconds} s`}. Start a new execution with a clip inside of that.`,
  );
}

/** What is taken of one recording. */
export interface SourcePiece {
  readonly source: ExportSource;
  /** From its own beginning; 0 takes it from there. */
  readonly fromSeconds: number;
  /** `undefined` takes it to its end. */
  readonly toSeconds: number | undefined;
}

/** Cuts a stretch of all recordings into what it takes of each; those outside of it are left out. */
export function cutPieces(sources: readonly ExportSource[], stretch: Stretch | undefined): SourcePiece[] {
  let startSeconds = 0;
  return sources.flatMap((source) => {
    const seconds = secondsOf(source);
    const from = (stretch?.fromSeconds ?? 0) - startSeconds;
    const to = (stretch?.toSeconds ?? Infinity) - startSeconds;
    startSeconds += seconds;
    if (stretch !== undefined && (from >= seconds - sumSeconds || to <= sumSeconds)) return [];
    return [{ source, fromSeconds: Math.max(0, from), toSeconds: to >= seconds - sumSeconds ? undefined : to }];
  });
}

/** How long a piece lasts, in seconds. */
export const pieceSeconds = ({ source, fromSeconds, toSeconds }: SourcePiece): number =>
  (toSeconds ?? secondsOf(source)) - fromSeconds;
