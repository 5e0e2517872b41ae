import type { DemuxLoss } from './demuxed-batch.ts';
import { SegmentDamagedError, type SegmentDamagedReason } from './segment-damaged-error.ts';
import { StreamNotCarriableError, type StreamNotCarriableReason } from './stream-not-carriable-error.ts';

/** A segment as messages name it. */
export interface SegmentIdentity {
  readonly name: string;
  /** Seconds from the recording's beginning, by the playlist. */
  readonly seconds: number;
}

/** Of a segment: noise of 10 MB has thousands, and a reader of the report gains nothing from more. */
const MAX_LOSSES = 1000;

/** What to do about damage in one segment: refuse it, or note it and go on where losses are tolerated. */
export class DamageLog {
  readonly #segment: SegmentIdentity;
  readonly #isTolerant: boolean;
  #losses: DemuxLoss[] = [];
  #count = 0;

  constructor(segment: SegmentIdentity, isTolerant: boolean) {
    this.#segment = segment;
    this.#isTolerant = isTolerant;
  }

  /**
   * Notes what is damaged; whoever calls leaves it out and goes on.
   *
   * @param position byte in the segment
   * @param finding a clause such as "expected …, found …"
   * @throws SegmentDamagedError unless losses are tolerated
   */
  damage(reason: SegmentDamagedReason, position: number, finding: string): void {
    if (!this.#isTolerant) throw new SegmentDamagedError(reason, this.#place(position), finding);
    this.#count++;
    if (this.#count > MAX_LOSSES) return;
    const isLast = this.#count === MAX_LOSSES;
    this.#losses.push({ reason, position, finding: isLast ? `${finding}; further losses are not listed` : finding });
  }

  /** @throws StreamNotCarriableError always: nothing is lost by reading on, but nothing can be gained either */
  refuse(reason: StreamNotCarriableReason, position: number, finding: string): never {
    throw new StreamNotCarriableError(reason, this.#place(position), finding);
  }

  /** Hands over what has been noted since the last time. */
  take(): readonly DemuxLoss[] {
    const losses = this.#losses;
    this.#losses = [];
    return losses;
  }

  #place(position: number) {
    return { segment: this.#segment.name, position, seconds: this.#segment.seconds };
  }
}
