import { LONGEST_TRIM_TICKS } from './key-frame-gate.ts';
import type { Pace } from './pace.ts';
import { ticksBetween } from './ticks.ts';
import { keepAudio, type Selection, type TimedAudio } from './timed-frames.ts';

/** Some 100 s of audio, after which it is taken as it is. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

/**
 * Decides what becomes of audio that comes before the first picture: it is left out when that costs less than a second,
 * so that both tracks begin together without an edit that some players ignore; otherwise all of it is kept, and the
 * picture begins late. Until the first key frame is known, audio is held back here, in copies, so that nothing is written
 * that is not in the file.
 */
export class AudioOpening {
  trimmedFrames = 0;
  /** Time of the first frame that was left out, unwrapped; `NaN` without any. */
  trimmedFrom = Number.NaN;
  readonly #pace: Pace;
  #isHolding = true;
  /** Frames that begin more than half a frame before are left out; `NaN` for none. */
  #startTime = Number.NaN;
  #isCounted = true;
  #firstTime = Number.NaN;
  #held: TimedAudio[] = [];
  #heldBytes = 0;

  /** @param pace how long a frame lasts, which is known with the first one */
  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** The first key frame is known. @param time of its presentation; unwrapped, but by another clock than audio's */
  start(time: number): void {
    if (!this.#isHolding) return;
    this.#startTime = time;
    const cost = ticksBetween(this.#firstTime, time);
    if (cost >= LONGEST_TRIM_TICKS) this.#startTime = Number.NaN;
    this.#isHolding = false;
  }

  /** A clip begins at a time: audio before it is not asked for. */
  startClip(time: number): void {
    this.#startTime = time;
    this.#isCounted = false;
    this.#isHolding = false;
  }

  /** No picture is going to come, or none that audio should wait for. */
  startNow(): void {
    this.#isHolding = false;
  }

  /** A segment is over: where a whole one has no picture, it comes too late to wait for it. */
  endSegment(): void {
    const last = this.#held.at(-1);
    const lastTime = last?.times[last.count - 1] ?? Number.NaN;
    if (lastTime - this.#firstTime >= LONGEST_TRIM_TICKS) this.startNow();
  }

  /** Takes frames. @returns what is to be kept by now, in order */
  select(frames: TimedAudio): readonly Selection<TimedAudio>[] {
    if (Number.isNaN(this.#firstTime) && frames.count > 0) this.#decideLate(frames.times[0] ?? 0);
    if (this.#isHolding) {
      this.#hold(frames);
      if (this.#isHolding) return [];
      return this.release();
    }
    return [...this.release(), this.#withoutStart(frames)];
  }

  /** What was held back and is to be kept; nothing as long as the first key frame is awaited. */
  release(): readonly Selection<TimedAudio>[] {
    if (this.#isHolding || this.#held.length === 0) return [];
    const held = this.#held;
    this.#held = [];
    return held.map((frames) => this.#withoutStart(frames));
  }

  /** The key frame was there before any audio: now that has come, see whether leaving audio out is worth it. */
  #decideLate(firstTime: number): void {
    this.#firstTime = firstTime;
    const isTooMuch = ticksBetween(firstTime, this.#startTime) >= LONGEST_TRIM_TICKS;
    if (this.#isCounted && isTooMuch) this.#startTime = Number.NaN;
  }

  #hold(frames: TimedAudio): void {
    this.#held.push(keepAudio({ frames, from: 0, to: frames.count }));
    this.#heldBytes += frames.bytes.length;
    if (this.#heldBytes > MAX_HELD_BYTES) this.startNow();
  }

  #withoutStart(frames: TimedAudio): Selection<TimedAudio> {
    let from = 0;
    while (from < frames.count && this.#isBeforeStart(frames.times[from] ?? 0)) from++;
    // The first frame that is kept settles it: should times step back later, nothing is left out.
    if (from < frames.count) this.#startTime = Number.NaN;
    if (this.#isCounted && from > 0) {
      this.trimmedFrames += from;
      if (Number.isNaN(this.trimmedFrom)) this.trimmedFrom = frames.times[0] ?? 0;
    }
    return { frames, from, to: frames.count };
  }

  #isBeforeStart(time: number): boolean {
    return ticksBetween(time, this.#startTime) > this.#pace.frameTicks / 2;
  }
}
