import { followPace, newPace, type Pace } from './pace.ts';
import { nearestTime, TICKS_PER_SECOND } from './ticks.ts';

/**
 * A step forwards by more than this is a jump and no pause; the same threshold as ffmpeg's dts_delta_threshold, so that
 * the same recordings are taken for broken.
 */
export const LONGEST_PAUSE_TICKS = 10 * TICKS_PER_SECOND;
/** A step backwards by up to this is jitter; a clock that starts anew goes back further. */
export const JITTER_TICKS = TICKS_PER_SECOND / 10;

/** The clock of one track: unwraps the 33 bits of its timestamps (ISO/IEC 13818-1 2.4.3.7). Carried between segments. */
export interface TrackClock {
  /** Of the last frame, in ticks without wrapping; `NaN` before the first. Of decoding, for video. */
  lastTime: number;
  /** How long a frame lasts. */
  readonly pace: Pace;
}

/** Before the first frame. */
export const newTrackClock = (): TrackClock => ({ lastTime: Number.NaN, pace: newPace() });

/** Timestamps start anew: the next one is taken as it is. */
export function resetClock(clock: TrackClock): void {
  clock.lastTime = Number.NaN;
}

/** The timestamp without wrapping. Across a wrap it goes on. */
export function unwrap(clock: TrackClock, timestamp: number): number {
  return Number.isNaN(clock.lastTime) ? timestamp : nearestTime(timestamp, clock.lastTime);
}

/** Whether a step is so long, or so far back, that not time has passed, but the clock was set. */
export const isJump = (stepTicks: number): boolean => stepTicks > LONGEST_PAUSE_TICKS || stepTicks < -JITTER_TICKS;

/**
 * Moves on by a frame of audio.
 *
 * @param time unwrapped
 * @returns whether it jumps away from where the frame before ends
 */
export function followAudio(clock: TrackClock, time: number): boolean {
  const step = time - (clock.lastTime + clock.pace.frameTicks);
  clock.lastTime = time;
  return isJump(step);
}

/**
 * Moves on by a picture.
 *
 * @param time of decoding, unwrapped
 * @returns whether it jumps away from the picture before
 */
export function followVideo(clock: TrackClock, time: number): boolean {
  const step = time - clock.lastTime;
  clock.lastTime = time;
  const hasJumped = isJump(step);
  followPace(clock.pace, hasJumped ? Number.NaN : step);
  return hasJumped;
}
