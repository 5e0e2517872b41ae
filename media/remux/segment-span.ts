/** What a segment holds of one track, by the track's own timestamps: unwrapped ticks. */
export interface TrackSpan {
  frames: number;
  /** Of the first frame; `NaN` without any. Of decoding, for video. */
  firstTime: number;
  /** When the last frame ends; without any, when the last one before the segment did, `NaN` without that. */
  endTime: number;
  /** Media, not counting jumps. */
  durationTicks: number;
  /** Longest step from one frame to the next; how long a frame lasts, where there is one only. */
  longestStepTicks: number;
  /** Whether the segment's first frame jumps away from the frame before. */
  beginsWithJump: boolean;
}

/** @param endBefore when the last frame before the segment ended; `NaN` where there is none */
export const newTrackSpan = (endBefore: number): TrackSpan => ({
  frames: 0,
  firstTime: Number.NaN,
  endTime: endBefore,
  durationTicks: 0,
  longestStepTicks: 0,
  beginsWithJump: false,
});

/** Adds a frame that begins at `time` and lasts `frameTicks`. */
export function extendSpan(span: TrackSpan, time: number, frameTicks: number, isJump: boolean): void {
  const lastEnd = span.endTime;
  span.endTime = time + frameTicks;
  if (span.frames++ === 0) {
    span.firstTime = time;
    span.beginsWithJump = isJump;
    span.durationTicks = frameTicks;
    span.longestStepTicks = frameTicks;
  } else if (isJump) {
    span.durationTicks += frameTicks;
  } else {
    const step = span.endTime - lastEnd;
    span.durationTicks += step;
    if (step > span.longestStepTicks) span.longestStepTicks = step;
  }
}
