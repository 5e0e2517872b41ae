import type { CounterSpan } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';

/** What is known of how the muxer counts. Carried between segments. */
export interface CounterContinuityState {
  /** How often a stream's counter went on from one segment to the next. */
  continued: number;
  /** How often it did not. */
  broken: number;
}

/** Before the first segment. */
export const newCounterContinuityState = (): CounterContinuityState => ({ continued: 0, broken: 0 });

/** Two streams at one boundary, or one at two; by chance that is 1 in 256. */
const ENOUGH = 2;

/**
 * Compares continuity counters (ISO/IEC 13818-1 2.4.3.3) across the boundary of two segments. Where a muxer goes on
 * counting, a break shows packets that were cut off at the end of a segment, which nothing else may show. Where it starts
 * anew with each segment, which is as common, a break says nothing. Which of the two it is, the boundaries before tell.
 */
export class CounterContinuity {
  readonly #state: CounterContinuityState;
  readonly #log: FindingLog;

  constructor(state: CounterContinuityState, log: FindingLog) {
    this.#state = state;
    this.#log = log;
  }

  /**
   * @param previous of a segment, and `next` of the one that continues it
   * @returns whether they prove that no packet is missing: at least two streams go on, and none does not
   * @throws SegmentDamagedError `packets-lost`, unless losses are tolerated
   */
  compare(previous: readonly CounterSpan[], next: readonly CounterSpan[], segmentIndex: number): boolean {
    const state = this.#state;
    const isTrusted = state.broken === 0 && state.continued >= ENOUGH;
    const { continued, broken } = state;
    for (const { pid, first } of next) {
      const before = previous.find((span) => span.pid === pid);
      if (before === undefined) continue;
      const expected = (before.last + 1) & 0x0f;
      if (first === expected) state.continued++;
      // A muxer that starts anew begins each segment with the same counter.
      else if (isTrusted && first !== before.first) this.#noteLoss(pid, expected, first, segmentIndex);
      else state.broken++;
    }
    return state.broken === broken && state.continued - continued >= ENOUGH;
  }

  #noteLoss(pid: number, expected: number, found: number, segmentIndex: number): void {
    const finding = `expected continuity_counter ${expected} on PID ${pid}, as it went on across every segment before (ISO/IEC 13818-1 2.4.3.3), found ${found}: packets are missing between this segment and the one before`;
    this.#log.damage('packets-lost', { segmentIndex, position: 0 }, finding);
  }
}
