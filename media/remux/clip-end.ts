import { nearestTime } from './ticks.ts';
import { keepPictures, type Selection, type TimedAudio, type TimedPictures } from './timed-frames.ts';

/**
 * Cuts the last segment of a clip: what begins at or after its end is left out. A picture that begins later but is decoded
 * earlier, and that others before the end may need, stays; whether there are such others the next batch may tell, so it is
 * held back in a copy.
 */
export class ClipEnd {
  readonly #endTicks: number;
  /** Unwrapped; `NaN` before the segment's first frame. */
  #endTime = Number.NaN;
  #held: TimedPictures[] = [];
  #isVideoOver = false;
  #isAudioOver = false;

  /** @param endTicks from the first frame of the segment */
  constructor(endTicks: number) {
    this.#endTicks = endTicks;
  }

  /** @param time when the segment's media begins; `NaN` as long as that is not known */
  begin(time: number): void {
    if (Number.isNaN(this.#endTime)) this.#endTime = time + this.#endTicks;
  }

  /** Whether frames that begin at `time` are still before the end, which is known. */
  isAhead(time: number): boolean {
    return this.#isBefore(time);
  }

  /** Whether nothing that comes can belong to the clip. */
  isReached(isVideoExpected: boolean, isAudioExpected: boolean): boolean {
    return (this.#isVideoOver || !isVideoExpected) && (this.#isAudioOver || !isAudioExpected);
  }

  /** @returns what is to be kept by now, in order */
  selectPictures({ frames, from, to }: Selection<TimedPictures>): readonly Selection<TimedPictures>[] {
    const keptTo = this.#endOfPictures(frames, from, to);
    const kept: Selection<TimedPictures>[] = [];
    if (keptTo > from) {
      const held = this.#held;
      this.#held = [];
      kept.push(...held.map((pictures) => ({ frames: pictures, from: 0, to: pictures.count })));
      kept.push({ frames, from, to: keptTo });
    }
    let over = keptTo;
    while (over < to && this.#isBefore(frames.decodeTimes[over])) over++;
    if (over > keptTo) this.#held.push(keepPictures({ frames, from: keptTo, to: over }));
    if (over < to) this.#isVideoOver = true;
    return kept;
  }

  /** Sound that comes has another clock. */
  endAudio(): void {
    this.#isAudioOver = true;
  }

  selectAudio({ frames, from, to }: Selection<TimedAudio>): Selection<TimedAudio> {
    let keptTo = from;
    while (keptTo < to && this.#isBefore(frames.times[keptTo])) keptTo++;
    if (keptTo < to) this.#isAudioOver = true;
    return { frames, from, to: keptTo };
  }

  #endOfPictures({ presentationTimes }: TimedPictures, from: number, to: number): number {
    let keptTo = from;
    for (let i = from; i < to; i++) {
      if (this.#isBefore(presentationTimes[i])) keptTo = i + 1;
    }
    return keptTo;
  }

  /** Times of both tracks are compared with one end, whichever clock unwrapped it. */
  #isBefore(time: number | undefined): boolean {
    return nearestTime(time ?? 0, this.#endTime) < this.#endTime;
  }
}
