import type { FindingLog } from './finding-log.ts';
import { KEY_FRAME } from './frame-queue.ts';
import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';
import type { TimedPictures } from './timed-frames.ts';

/** So little may be left out at the file's beginning so that it begins with a key frame. */
export const LONGEST_TRIM_TICKS = TICKS_PER_SECOND;

/** Pictures that cannot be decoded, since no key frame came before them. */
interface Undecodable {
  /** Decode time of the first. */
  readonly firstTime: number;
  readonly segmentIndex: number;
  count: number;
}

/** What the gate carries from segment to segment. */
export interface KeyFrameGateState {
  isOpen: boolean;
  /** Whether the file begins here, so that a little may be left out. */
  isFirst: boolean;
  /** PTS, as in the stream, of the key frame that a clip begins with; `undefined` for the first that comes. */
  wantedKey: number | undefined;
  waiting: Undecodable | undefined;
}

/** Before the first picture. */
export const newKeyFrameGateState = (wantedKey: number | undefined): KeyFrameGateState => ({
  isOpen: false,
  isFirst: true,
  wantedKey,
  waiting: undefined,
});

/**
 * Keeps pictures out until a key frame comes: at the file's beginning, after a tag and after a loss. What comes before it
 * cannot be shown. At the beginning a second of it is left out and told; anywhere else pictures would be lost.
 */
export class KeyFrameGate {
  /** Left out at the file's beginning, and presentation time of the first of them. */
  trimmedPictures = 0;
  trimmedFrom = Number.NaN;
  /** Presentation time of the key frame that the file begins with, unwrapped; `NaN` before it came. */
  startTime = Number.NaN;
  readonly #state: KeyFrameGateState;
  readonly #log: FindingLog;

  constructor(state: KeyFrameGateState, log: FindingLog) {
    this.#state = state;
    this.#log = log;
  }

  /** A key frame has to come first from now on. @throws as {@link endPart} */
  close(): void {
    this.endPart();
    this.#state.isOpen = false;
  }

  /**
   * @returns how many of the pictures must be left out
   * @throws SegmentDamagedError `key-frame-missing`, unless losses are tolerated
   */
  countRefused(pictures: TimedPictures): number {
    const state = this.#state;
    if (state.isOpen || pictures.count === 0) return 0;
    const refused = this.#indexOfStart(pictures);
    if (refused > 0) this.#note(pictures, refused);
    if (refused === pictures.count) return refused;
    if (state.isFirst) this.startTime = pictures.presentationTimes[refused] ?? 0;
    this.#settle(pictures.decodeTimes[refused] ?? 0);
    state.isOpen = true;
    state.isFirst = false;
    state.wantedKey = undefined;
    return refused;
  }

  /** No picture comes any more that could show those that wait. */
  endPart(): void {
    const { waiting } = this.#state;
    this.#state.waiting = undefined;
    if (waiting !== undefined) this.#noteLoss(waiting, undefined);
  }

  #indexOfStart({ count, flags, presentationTimes }: TimedPictures): number {
    const { wantedKey } = this.#state;
    for (let i = 0; i < count; i++) {
      const isKey = ((flags[i] ?? 0) & KEY_FRAME) !== 0;
      if (isKey && (wantedKey === undefined || ticksBetween(wantedKey, presentationTimes[i] ?? 0) === 0)) return i;
    }
    return count;
  }

  #note({ decodeTimes, presentationTimes, segmentIndex }: TimedPictures, count: number): void {
    const state = this.#state;
    // What lies before a clip is not asked for.
    if (state.wantedKey !== undefined) return;
    state.waiting ??= { firstTime: decodeTimes[0] ?? 0, segmentIndex, count: 0 };
    state.waiting.count += count;
    const until = decodeTimes[count - 1] ?? 0;
    if (state.isFirst) {
      if (Number.isNaN(this.trimmedFrom)) this.trimmedFrom = presentationTimes[0] ?? 0;
      if (until - state.waiting.firstTime < LONGEST_TRIM_TICKS) return;
    }
    // To wait longer would not help: better now than after hours.
    this.#log.requireWhole('key-frame-missing', state.waiting, describe(state.waiting, undefined));
  }

  #settle(decodeTime: number): void {
    const { waiting, isFirst } = this.#state;
    this.#state.waiting = undefined;
    if (waiting === undefined) return;
    if (isFirst && decodeTime - waiting.firstTime < LONGEST_TRIM_TICKS) this.trimmedPictures = waiting.count;
    else this.#noteLoss(waiting, (decodeTime - waiting.firstTime) / TICKS_PER_SECOND);
  }

  #noteLoss(waiting: Undecodable, seconds: number | undefined): void {
    this.#log.damage('key-frame-missing', waiting, describe(waiting, seconds), seconds);
  }
}

function describe({ count }: Undecodable, seconds: number | undefined): string {
  const length = seconds === undefined ? '' : ` that last ${seconds.toFixed(3)} s`;
  return `expected a key frame (NAL unit type 5, ISO/IEC 14496-10 7.4.1.2.4) first, found ${count} pictures before one${length}: they cannot be shown`;
}
