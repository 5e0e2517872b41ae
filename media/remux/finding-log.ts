import type { Loss, RemuxWarning } from './remux-report.ts';
import { SegmentDamagedError, type SegmentDamagedReason } from './segment-damaged-error.ts';
import type { SourceSegment } from './segment-source.ts';
import { StreamNotCarriableError, type StreamNotCarriableReason } from './stream-not-carriable-error.ts';

/** Noise of many gigabytes has millions; who reads the report gains nothing from more. */
const MAX_LOSSES = 10_000;

/** Where something was found. */
export interface FindingPlace {
  readonly segmentIndex: number;
  /** Byte position in the segment, where there is one. */
  readonly position?: number | undefined;
}

/** What is found wrong on the way: refused at once, or listed for the report where losses are tolerated. */
export class FindingLog {
  readonly #losses: Loss[] = [];
  /** Segments of the losses. */
  readonly #lossSegments: number[] = [];
  readonly #segments: readonly SourceSegment[];
  readonly #isTolerant: boolean;
  readonly #starts: Float64Array;
  readonly #warnings = new Map<string, { warning: Omit<RemuxWarning, 'count'>; count: number }>();

  constructor(segments: readonly SourceSegment[], isTolerant: boolean) {
    this.#segments = segments;
    this.#isTolerant = isTolerant;
    this.#starts = startsOf(segments);
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }

  /** In the order of their first appearance. */
  get warnings(): readonly RemuxWarning[] {
    return [...this.#warnings.values()].map(({ warning, count }) => ({ ...warning, count }));
  }

  /** Where a segment begins in the recording by the playlist; past the last one, where the recording ends. */
  secondsAt(segmentIndex: number): number {
    return this.#starts[segmentIndex] ?? 0;
  }

  nameOf(segmentIndex: number): string {
    return this.#segments[segmentIndex]?.name ?? `#${segmentIndex}`;
  }

  /**
   * Something is damaged. Whoever calls leaves it out and goes on.
   *
   * @param seconds how much is lost, where that is known
   * @throws SegmentDamagedError unless losses are tolerated
   */
  damage(
    reason: SegmentDamagedReason,
    { segmentIndex, position }: FindingPlace,
    finding: string,
    seconds?: number,
  ): void {
    const segment = this.nameOf(segmentIndex);
    const atSeconds = this.secondsAt(segmentIndex);
    if (!this.#isTolerant) throw new SegmentDamagedError(reason, { segment, position, seconds: atSeconds }, finding);
    this.addLoss({ reason, position, finding }, segmentIndex, seconds);
  }

  /**
   * Something is going to be lost, how much will be known later, and then told with {@link damage}.
   *
   * @throws SegmentDamagedError unless losses are tolerated
   */
  requireWhole(reason: SegmentDamagedReason, place: FindingPlace, finding: string): void {
    if (!this.#isTolerant) this.damage(reason, place, finding);
  }

  /** Lists a loss that was found, and tolerated, elsewhere. */
  addLoss(loss: Pick<Loss, 'reason' | 'position' | 'finding'>, segmentIndex: number, seconds?: number): void {
    if (this.#losses.length === MAX_LOSSES) return;
    const isLast = this.#losses.length === MAX_LOSSES - 1;
    const finding = isLast ? `${loss.finding}; further losses are not listed` : loss.finding;
    const { reason, position } = loss;
    const atSeconds = this.secondsAt(segmentIndex);
    this.#losses.push({ reason, segment: this.nameOf(segmentIndex), position, atSeconds, seconds, finding });
    this.#lossSegments.push(segmentIndex);
  }

  /** Whether a loss is listed that lies between two byte positions of a segment, or was noticed at the second. */
  hasLoss(segmentIndex: number, from = 0, to = Number.POSITIVE_INFINITY): boolean {
    return this.#indexOfLoss(segmentIndex, ({ position = 0 }) => position >= from && position <= to) >= 0;
  }

  /**
   * What is missing of a segment is known: adds it to a loss that is listed, of whose extent nothing is.
   *
   * @returns false when there is none
   */
  measureLoss(segmentIndex: number, seconds: number): boolean {
    const index = this.#indexOfLoss(segmentIndex, (loss) => loss.seconds === undefined);
    const loss = this.#losses[index];
    if (loss !== undefined) this.#losses[index] = { ...loss, seconds };
    return loss !== undefined;
  }

  /** Only among the latest: segments come in order. */
  #indexOfLoss(segmentIndex: number, matches: (loss: Loss) => boolean): number {
    for (let i = this.#losses.length - 1; i >= 0 && (this.#lossSegments[i] ?? 0) >= segmentIndex - 1; i--) {
      const loss = this.#losses[i];
      if (loss !== undefined && this.#lossSegments[i] === segmentIndex && matches(loss)) return i;
    }
    return -1;
  }

  /** @throws StreamNotCarriableError always */
  refuse(reason: StreamNotCarriableReason, { segmentIndex, position }: FindingPlace, finding: string): never {
    const place = { segment: this.nameOf(segmentIndex), position, seconds: this.secondsAt(segmentIndex) };
    throw new StreamNotCarriableError(reason, place, finding);
  }

  /**
   * Nothing is lost, but whoever uses the file should know. The first of its kind is told, the others are counted.
   *
   * @param kind tells apart what has the same reason, such as streams that are ignored
   */
  warn(reason: RemuxWarning['reason'], segmentIndex: number, message: string, kind = ''): void {
    const key = `${reason} ${kind}`;
    const known = this.#warnings.get(key);
    if (known !== undefined) known.count++;
    else this.#warnings.set(key, { warning: { reason, segment: this.nameOf(segmentIndex), message }, count: 1 });
  }
}

function startsOf(segments: readonly SourceSegment[]): Float64Array {
  const starts = new Float64Array(segments.length + 1);
  let seconds = 0;
  segments.forEach(({ durationSeconds }, index) => {
    seconds += durationSeconds;
    starts[index + 1] = seconds;
  });
  return starts;
}
