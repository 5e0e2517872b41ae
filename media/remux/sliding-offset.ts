import { TICKS_PER_SECOND } from './ticks.ts';

/** From when on which offset holds; times in ticks of the part's clock. */
interface OffsetChange {
  readonly fromTime: number;
  readonly offset: number;
}

/** What a part adds to its times. Carried between segments. */
export interface SlidingOffsetState {
  /** In order of time; the first holds for everything before as well. Empty before the part has begun. */
  changes: readonly OffsetChange[];
}

/** Before the first part. */
export const newSlidingOffsetState = (): SlidingOffsetState => ({ changes: [] });

/** Pictures are not decoded so much before they are shown; older changes are forgotten. */
const HISTORY_TICKS = 60 * TICKS_PER_SECOND;

/**
 * What turns the times of a part into times of the file. It may slide towards later: then it matters that pictures are
 * decoded in another order than they are shown. Each is decoded by the offset that holds at its decode time and shown by
 * the one at its presentation time, so that both remain in order and none is decoded after it is shown.
 */
export class SlidingOffset {
  readonly #state: SlidingOffsetState;

  constructor(state: SlidingOffsetState) {
    this.#state = state;
  }

  /** A part begins. */
  begin(offset: number): void {
    this.#state.changes = [{ fromTime: Number.NEGATIVE_INFINITY, offset }];
  }

  /** The latest. */
  get current(): number {
    return this.#state.changes.at(-1)?.offset ?? Number.NaN;
  }

  at(time: number): number {
    const { changes } = this.#state;
    for (let i = changes.length - 1; i > 0; i--) {
      const change = changes[i];
      if (change !== undefined && change.fromTime <= time) return change.offset;
    }
    return changes[0]?.offset ?? Number.NaN;
  }

  /** What comes at `fromTime` or later is put later by `ticks`. */
  slide(ticks: number, fromTime: number): void {
    const { changes } = this.#state;
    const offset = this.current + ticks;
    // Audio whose time steps back may ask for a change in front of the last one.
    const from = Math.max(fromTime, changes.at(-1)?.fromTime ?? fromTime);
    const oldest = changes.findLastIndex((change) => change.fromTime < from - HISTORY_TICKS);
    this.#state.changes = [...changes.slice(Math.max(0, oldest)), { fromTime: from, offset }];
  }
}
