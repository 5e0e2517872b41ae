import type { ClipPlan } from './clip-plan.ts';
import type { FindingLog } from './finding-log.ts';
import type { RemuxReport } from './remux-report.ts';
import type { SourceSegment } from './segment-source.ts';
import { TICKS_PER_SECOND } from './ticks.ts';

/** Which of a recording's segments are wanted, and how long they are by its playlist. */
export class WantedStretch {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly #segments: readonly SourceSegment[];
  readonly #clip: ClipPlan | undefined;
  readonly #log: Pick<FindingLog, 'secondsAt'>;

  /** @param clip Everything when `undefined`. */
  constructor(segments: readonly SourceSegment[], clip: ClipPlan | undefined, log: Pick<FindingLog, 'secondsAt'>) {
    this.firstIndex = clip?.firstIndex ?? 0;
    this.lastIndex = clip?.lastIndex ?? segments.length - 1;
    this.#segments = segments;
    this.#clip = clip;
    this.#log = log;
  }

  get seconds(): number {
    return this.secondsBefore(this.lastIndex + 1);
  }

  /** From the beginning of the first wanted segment to that of another. */
  secondsBefore(index: number): number {
    return this.#log.secondsAt(Math.max(index, this.firstIndex)) - this.#log.secondsAt(this.firstIndex);
  }

  /** By `EXTINF`; 0 of a segment that there is not. */
  declaredSeconds(index: number): number {
    return this.#segments[index]?.durationSeconds ?? 0;
  }

  get endsWithRecording(): boolean {
    const isToTheEnd = this.#clip === undefined || !Number.isFinite(this.#clip.endTicks);
    return this.lastIndex === this.#segments.length - 1 && isToTheEnd;
  }

  /** As the report has it. */
  get carriedClip(): RemuxReport['clip'] {
    if (this.#clip === undefined) return undefined;
    const { fromSeconds, endTicks } = this.#clip;
    const seconds = Math.min(endTicks / TICKS_PER_SECOND, this.declaredSeconds(this.lastIndex));
    return { fromSeconds, toSeconds: this.#log.secondsAt(this.lastIndex) + seconds };
  }
}
