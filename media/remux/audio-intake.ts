import type { AudioFrames } from './cut-frames.ts';
import type { FindingLog } from './finding-log.ts';
import { JUMP, TIME_STATED } from './frame-queue.ts';
import { extendSpan, type TrackSpan } from './segment-span.ts';
import { bytesBefore, type TimedAudio } from './timed-frames.ts';
import { followAudio, type TrackClock, unwrap } from './track-clock.ts';

const FIRST_CAPACITY = 256;

/** Gives audio frames their times, unwrapped, and marks where they jump. */
export class AudioIntake {
  readonly #clock: TrackClock;
  readonly #log: FindingLog;
  #times = new Float64Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);

  constructor(clock: TrackClock, log: FindingLog) {
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * @param span of the segment; the frames are added to it
   * @returns valid until the next call
   * @throws SegmentDamagedError `timestamp-missing`, unless losses are tolerated
   */
  accept(frames: AudioFrames, segmentIndex: number, span: TrackSpan): TimedAudio {
    const { count, presentationTimes } = frames;
    const untimed = this.#countUntimed(frames, segmentIndex);
    if (count > this.#flags.length) this.#grow(count);
    for (let i = untimed; i < count; i++) {
      const stamp = presentationTimes[i] ?? Number.NaN;
      const isStated = !Number.isNaN(stamp);
      const time = isStated ? unwrap(this.#clock, stamp) : this.#clock.lastTime + this.#clock.pace.frameTicks;
      const hasJumped = followAudio(this.#clock, time);
      extendSpan(span, time, this.#clock.pace.frameTicks, hasJumped);
      this.#times[i - untimed] = time;
      this.#flags[i - untimed] = (isStated ? TIME_STATED : 0) | (hasJumped ? JUMP : 0);
    }
    return {
      bytes: untimed === 0 ? frames.bytes : frames.bytes.subarray(bytesBefore(frames.sizes, untimed)),
      count: count - untimed,
      sizes: untimed === 0 ? frames.sizes : frames.sizes.subarray(untimed),
      times: this.#times,
      flags: this.#flags,
      segmentIndex,
    };
  }

  /** Frames that come before any timestamp: when they belong is not known. */
  #countUntimed({ count, presentationTimes }: AudioFrames, segmentIndex: number): number {
    if (!Number.isNaN(this.#clock.lastTime)) return 0;
    let untimed = 0;
    while (untimed < count && Number.isNaN(presentationTimes[untimed])) untimed++;
    if (untimed > 0) {
      const finding = `expected a PTS with the first audio frame (ISO/IEC 13818-1 2.7.4), found ${untimed} frames without`;
      this.#log.damage('timestamp-missing', { segmentIndex }, finding);
    }
    return untimed;
  }

  #grow(count: number): void {
    this.#times = new Float64Array(count);
    this.#flags = new Uint8Array(count);
  }
}
