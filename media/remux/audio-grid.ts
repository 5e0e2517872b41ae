/** What is known of the audio track's place in time. Carried between segments. */
export interface AudioGridState {
  /** Frames so far, silent ones included: the next begins at so many times 1024 samples. */
  frames: number;
  /** By how much the part's first frame lies beside its time, since it must lie on the grid: half a frame at most. */
  phaseTicks: number;
  /** Whether the part has audio yet. */
  isBegun: boolean;
}

/** Before the first frame. */
export const newAudioGridState = (): AudioGridState => ({ frames: 0, phaseTicks: 0, isBegun: false });

/** A frame that comes so much late is preceded by silence. In frames. */
const LATE = 0.5;
/**
 * A frame that comes so much early moves the picture. In frames, and more than {@link LATE}: after half a frame's
 * lateness was answered with a whole silent frame, the next frame is early by half of one, and the slightest jitter would
 * have the two take turns.
 */
const EARLY = 0.75;

/**
 * Where audio frames lie in the file. Each lasts exactly 1024 samples, so that their times are counted and not taken from
 * the stream; the stream's times tell when the count is no longer right.
 */
export class AudioGrid {
  readonly #state: AudioGridState;
  readonly #pace: { readonly frameTicks: number };

  /** @param pace how long a frame lasts, which is known with the first one */
  constructor(state: AudioGridState, pace: { readonly frameTicks: number }) {
    this.#state = state;
    this.#pace = pace;
  }

  /** Frames so far, silent ones included. */
  get frames(): number {
    return this.#state.frames;
  }

  /** Where the track ends, in ticks from the file's beginning. */
  get end(): number {
    return this.#state.frames * this.#pace.frameTicks;
  }

  /** Frames are added at the end. */
  advance(frames: number): void {
    this.#state.frames += frames;
  }

  beginPart(): void {
    this.#state.isBegun = false;
    this.#state.phaseTicks = 0;
  }

  /**
   * Compares where a frame ought to be with where it would come.
   *
   * @param time in ticks from the file's beginning
   * @returns positive: so many silent frames are to be put in front of it. Negative: so many ticks (not rounded) it comes
   * too late in the file, and so should everything else from now on: nothing of it is dropped. 0: it is where it should be
   */
  compare(time: number): number {
    const state = this.#state;
    const error = time - state.phaseTicks - this.end;
    const frames = error / this.#pace.frameTicks;
    if (!state.isBegun) {
      state.isBegun = true;
      if (frames < -LATE) return error;
      const silent = Math.round(frames);
      state.phaseTicks = error - silent * this.#pace.frameTicks;
      // −0 is no number of frames.
      return silent + 0;
    }
    if (frames >= LATE) return Math.round(frames);
    return frames < -EARLY ? error : 0;
  }
}
