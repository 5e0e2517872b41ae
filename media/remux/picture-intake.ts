import type { VideoRun } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';
import { JUMP, KEY_FRAME } from './frame-queue.ts';
import { extendSpan, type TrackSpan } from './segment-span.ts';
import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';
import type { TimedPictures } from './timed-frames.ts';
import { followVideo, type TrackClock, unwrap } from './track-clock.ts';

/** No encoder holds back pictures for longer before it shows them. */
const LONGEST_REORDERING_TICKS = 60 * TICKS_PER_SECOND;
const FIRST_CAPACITY = 1024;

/** Unwraps the timestamps of pictures and marks where they jump. */
export class PictureIntake {
  readonly #clock: TrackClock;
  readonly #log: FindingLog;
  #decodeTimes = new Float64Array(FIRST_CAPACITY);
  #presentationTimes = new Float64Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);

  constructor(clock: TrackClock, log: FindingLog) {
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * @param span of the segment; the pictures are added to it
   * @returns valid until the next call
   * @throws SegmentDamagedError `timestamps-disagree`, unless losses are tolerated: then PTS is taken to be DTS
   */
  accept(run: VideoRun, segmentIndex: number, span: TrackSpan): TimedPictures {
    const { bytes, count, sizes } = run;
    if (count > this.#flags.length) this.#grow(count);
    for (let i = 0; i < count; i++) {
      const stamp = run.decodeTimes[i] ?? 0;
      const time = unwrap(this.#clock, stamp);
      const hasJumped = followVideo(this.#clock, time);
      extendSpan(span, time, this.#clock.pace.frameTicks, hasJumped);
      const delay = ticksBetween(stamp, run.presentationTimes[i] ?? 0);
      this.#decodeTimes[i] = time;
      this.#presentationTimes[i] = time + this.#checked(delay, segmentIndex, run.positions[i]);
      this.#flags[i] = (run.isKeyFrame[i] === 1 ? KEY_FRAME : 0) | (hasJumped ? JUMP : 0);
    }
    return {
      bytes,
      count,
      sizes,
      decodeTimes: this.#decodeTimes,
      presentationTimes: this.#presentationTimes,
      flags: this.#flags,
      segmentIndex,
    };
  }

  #checked(delay: number, segmentIndex: number, position: number | undefined): number {
    if (delay >= 0 && delay <= LONGEST_REORDERING_TICKS) return delay;
    const expected = 'expected a PTS after its DTS and by a minute at most (ISO/IEC 13818-1 2.4.3.7)';
    const found = `found one ${(Math.abs(delay) / TICKS_PER_SECOND).toFixed(3)} s ${delay < 0 ? 'before' : 'after'} it`;
    this.#log.damage('timestamps-disagree', { segmentIndex, position }, `${expected}, ${found}`);
    return 0;
  }

  #grow(count: number): void {
    this.#decodeTimes = new Float64Array(count);
    this.#presentationTimes = new Float64Array(count);
    this.#flags = new Uint8Array(count);
  }
}
