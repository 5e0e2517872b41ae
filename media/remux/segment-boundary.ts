import { CounterContinuity, type CounterContinuityState, newCounterContinuityState } from './counter-continuity.ts';
import type { CounterSpan } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';
import type { TrackSpan } from './segment-span.ts';
import { TICKS_PER_SECOND } from './ticks.ts';

/** What is known of a segment when it is over. */
export interface SegmentSummary {
  readonly segmentIndex: number;
  /** EXTINF. */
  readonly declaredSeconds: number;
  readonly video: TrackSpan;
  readonly audio: TrackSpan;
  readonly counters: readonly CounterSpan[];
  /** Whether it says to have a track that is carried; otherwise it cannot be too short. */
  readonly hasTracks: boolean;
}

/** What judging the next segment needs of those before. Carried between segments. */
export interface SegmentBoundaryState {
  /** Not yet judged: whether it is whole, the next one tells. `undefined` at the beginning of a part. */
  previous: SegmentSummary | undefined;
  readonly counters: CounterContinuityState;
}

/** Before the first segment. */
export const newSegmentBoundaryState = (): SegmentBoundaryState => ({
  previous: undefined,
  counters: newCounterContinuityState(),
});

/** A hole is more than this times the longest step between frames inside the segments on both sides. */
const HOLE_STEPS = 1.5;
/** EXTINF may be off by the larger of these before anyone is told. */
const EXTINF_TOLERANCE_SECONDS = 0.5;
const EXTINF_TOLERANCE = 0.1;

/**
 * Finds out whether something is missing at the end of a segment: cut off at a packet boundary, a segment looks whole.
 *
 * EXTINF alone proves nothing, since it is wrong in real recordings in either direction. A next segment that goes on
 * without a hole in any one track proves that nothing is lost, and so do packets that were counted. Where all tracks have a
 * hole and the media is too short for EXTINF, something is. Before a tag, a jump and the end there is no next segment to tell: there the media must not be much
 * shorter than declared, the longest track being counted, since tracks end unevenly.
 */
export class SegmentBoundary {
  readonly #state: SegmentBoundaryState;
  readonly #log: FindingLog;
  readonly #counters: CounterContinuity;

  constructor(state: SegmentBoundaryState, log: FindingLog) {
    this.#state = state;
    this.#log = log;
    this.#counters = new CounterContinuity(state.counters, log);
  }

  /**
   * A segment is over that continues the one before.
   *
   * @throws SegmentDamagedError `media-shorter-than-declared`, `packets-lost`, unless losses are tolerated
   */
  add(segment: SegmentSummary): void {
    const { previous } = this.#state;
    if (previous !== undefined) {
      if (segment.video.beginsWithJump || segment.audio.beginsWithJump) this.#judgeEnd(previous);
      else {
        // Where something is known to be missing, counters tell nothing new.
        const isKnown = this.#log.hasLoss(previous.segmentIndex);
        const isProved = !isKnown && this.#counters.compare(previous.counters, segment.counters, segment.segmentIndex);
        this.#judgeJoint(previous, segment, isProved);
      }
    }
    this.#state.previous = segment;
  }

  /** Nothing continues the last segment: a tag, a loss, the end. */
  endPart(): void {
    if (this.#state.previous !== undefined) this.#judgeEnd(this.#state.previous);
    this.#state.previous = undefined;
  }

  /** @param isProvedWhole the packets were counted, and none is missing: a hole is a pause, which is real time */
  #judgeJoint(previous: SegmentSummary, next: SegmentSummary, isProvedWhole: boolean): void {
    const holes = [holeBetween(previous.video, next.video), holeBetween(previous.audio, next.audio)];
    const known = holes.filter((hole) => hole !== undefined);
    if (known.length === 0) return;
    const holeSeconds = Math.min(...known) / TICKS_PER_SECOND;
    if (holeSeconds === 0) this.#compareExtinf(previous);
    if (holeSeconds === 0 || isProvedWhole) return;
    const mediaSeconds = mediaSecondsOf(previous);
    if (previous.declaredSeconds - mediaSeconds < holeSeconds / 2) return;
    const found = `${mediaSeconds.toFixed(3)} s, and ${holeSeconds.toFixed(3)} s missing before the next segment`;
    this.#noteShort(previous, found, holeSeconds);
  }

  #judgeEnd(segment: SegmentSummary): void {
    if (!segment.hasTracks) return;
    const mediaSeconds = mediaSecondsOf(segment);
    const missing = segment.declaredSeconds - mediaSeconds;
    if (missing <= toleranceOf(segment)) this.#compareExtinf(segment);
    else this.#noteShort(segment, `${mediaSeconds.toFixed(3)} s in its longest track`, missing);
  }

  #noteShort({ segmentIndex, declaredSeconds }: SegmentSummary, found: string, seconds: number): void {
    if (this.#log.measureLoss(segmentIndex, seconds)) return;
    const finding = `expected ${declaredSeconds} s of media as EXTINF says (RFC 8216 §4.3.2.1), found ${found}`;
    this.#log.damage('media-shorter-than-declared', { segmentIndex }, finding, seconds);
  }

  #compareExtinf(segment: SegmentSummary): void {
    const mediaSeconds = mediaSecondsOf(segment);
    if (Math.abs(segment.declaredSeconds - mediaSeconds) <= toleranceOf(segment)) return;
    const message = `EXTINF says ${segment.declaredSeconds} s, the media lasts ${mediaSeconds.toFixed(3)} s. Nothing is missing: times are taken from the media.`;
    this.#log.warn('extinf-wrong', segment.segmentIndex, message);
  }
}

/** @returns ticks that are missing between two segments; 0 for none; `undefined` where the track cannot tell */
function holeBetween(previous: TrackSpan, next: TrackSpan): number | undefined {
  const hole = next.firstTime - previous.endTime;
  if (Number.isNaN(hole)) return undefined;
  // Where the rate varies, or a track pauses now and then, a pause at a boundary is nothing special.
  const longestStep = Math.max(previous.longestStepTicks, next.longestStepTicks);
  return hole > HOLE_STEPS * longestStep ? hole : 0;
}

const mediaSecondsOf = ({ video, audio }: SegmentSummary): number =>
  Math.max(video.durationTicks, audio.durationTicks) / TICKS_PER_SECOND;

const toleranceOf = ({ declaredSeconds }: SegmentSummary): number =>
  Math.max(EXTINF_TOLERANCE_SECONDS, EXTINF_TOLERANCE * declaredSeconds);
