import type { FindingLog } from './finding-log.ts';
import type { SourceSegment } from './segment-source.ts';

const FINDING = 'expected a segment, found EXT-X-GAP (draft-pantos-hls-rfc8216bis §4.4.4.7): it was never written';

/** Knows which segments are known to be missing. */
export class SegmentGaps {
  readonly #segments: readonly SourceSegment[];
  readonly #log: FindingLog;

  constructor(segments: readonly SourceSegment[], log: FindingLog) {
    this.#segments = segments;
    this.#log = log;
  }

  /**
   * Which segments to demux, from one index up to and with another: those that are there.
   *
   * @throws SegmentDamagedError `segment-gap` unless losses are tolerated: at once, and not after hours of media
   */
  choose(first: number, last: number): readonly number[] {
    const wanted = this.#segments.map((_, index) => index).slice(first, last + 1);
    const isGap = (index: number) => this.#segments[index]?.isGap === true;
    const gap = wanted.find(isGap);
    if (gap !== undefined) this.#log.requireWhole('segment-gap', { segmentIndex: gap }, FINDING);
    return wanted.filter((index) => !isGap(index));
  }

  /** Lists the gaps between one segment and another. @returns whether there are any */
  note(before: number, next: number): boolean {
    for (let gap = before + 1; gap < next; gap++) {
      this.#log.damage('segment-gap', { segmentIndex: gap }, FINDING, this.#segments[gap]?.durationSeconds ?? 0);
    }
    return next > before + 1;
  }
}
