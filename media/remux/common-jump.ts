import { TICKS_PER_SECOND } from './ticks.ts';
import { JITTER_TICKS } from './track-clock.ts';

/** Tracks of one recording end at most about so far apart; real ones have been seen to by 2.6 s. */
export const LONGEST_TAIL_TICKS = 5 * TICKS_PER_SECOND;
/** How long one track waits for a sign of the other. */
export const LONGEST_WAIT_TICKS = 10 * TICKS_PER_SECOND;
/** An encoder of audio that starts again may repeat so much while the pictures go on. */
const LONGEST_OVERLAP_TICKS = TICKS_PER_SECOND;
/** At a seam where both tracks step back a little, one may do so by just less than what is taken for jitter. */
const LONGEST_PICTURE_OVERLAP_TICKS = 2 * JITTER_TICKS;

/** What is known when a track's time jumps without a tag. All in ticks of one clock, unwrapped. */
export interface TimeJump {
  readonly isAudio: boolean;
  /** Last frame before the jump, and first one after it. */
  readonly from: number;
  readonly to: number;
  /** How much of the track lies behind the jump already. */
  readonly waitedTicks: number;
  /** Last frame of the other track before a jump of its own; `NaN` when it has none. */
  readonly otherTime: number;
  /** Whether the other track jumps as well. */
  readonly isOtherJumping: boolean;
  /** Whether more of the other track may come. */
  readonly isOtherExpected: boolean;
}

/**
 * Finds out what a jump in one track means by what the other does:
 *
 * - `common`: both jump, so the clock was set; a new part begins;
 * - `own`: the other track goes on, so the time that passes is real: a pause, however long, at whose end both are
 *   together again; or audio that an encoder repeats, or a picture or two;
 * - `contradiction`: the other track goes on, and the two are apart from now on: no common clock, no common timeline;
 * - `unknown`: the other track has to come further. Bounded by {@link LONGEST_TAIL_TICKS} of the other track and
 *   {@link LONGEST_WAIT_TICKS} of this one.
 */
export function judgeJump(jump: TimeJump): 'common' | 'own' | 'contradiction' | 'unknown' {
  const { from, to, otherTime } = jump;
  if (to > from && otherTime >= to - LONGEST_TAIL_TICKS) return 'own';
  const longestOverlap = jump.isAudio ? LONGEST_OVERLAP_TICKS : LONGEST_PICTURE_OVERLAP_TICKS;
  const isOverlap = to < from && from - to <= longestOverlap;
  if (otherTime - from > LONGEST_TAIL_TICKS) return isOverlap ? 'own' : 'contradiction';
  if (jump.isOtherJumping) return 'common';
  // Nearer to the end, too, what went on without jumping has not jumped.
  if (!jump.isOtherExpected) return isOverlap && otherTime > from ? 'own' : 'common';
  return jump.waitedTicks > LONGEST_WAIT_TICKS ? 'common' : 'unknown';
}
