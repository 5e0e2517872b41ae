import type { TrueFrame, TruePart } from '../../scripts/media-matrix/truth.ts';

/** A frame that was found, and the true one that it is. */
export interface Match {
  /** Index among the samples of the file. */
  readonly found: number;
  /** Index among the true frames of the track. */
  readonly true: number;
  readonly part: number;
  readonly frame: TrueFrame;
}

/** What became of a track's frames, in order. */
export interface FrameMatches {
  readonly matches: readonly Match[];
  /** Indices of true frames that are not in the file, or not in their place. */
  readonly missing: readonly number[];
  /** Indices of samples that are no true frames: silence that was put in, broken frames. */
  readonly foreign: readonly number[];
}

/** Walks through the true frames and the found ones side by side, by content alone. */
export function matchFrames(
  parts: readonly TruePart[],
  kind: 'video' | 'audio',
  found: readonly Buffer[],
): FrameMatches {
  const truth = parts.flatMap((part, index) => part[kind].map((frame) => ({ frame, part: index })));
  const byContent = Map.groupBy(truth.keys(), (index) => truth[index]!.frame.bytes.toString('latin1'));
  const matches: Match[] = [];
  const foreign: number[] = [];
  let next = 0;
  for (const [index, bytes] of found.entries()) {
    const at = byContent.get(bytes.toString('latin1'))?.find((candidate) => candidate >= next);
    if (at === undefined) {
      foreign.push(index);
    } else {
      matches.push({ found: index, true: at, ...truth[at]! });
      next = at + 1;
    }
  }
  const present = new Set(matches.map((match) => match.true));
  return { matches, missing: [...truth.keys()].filter((index) => !present.has(index)), foreign };
}
