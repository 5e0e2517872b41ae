import { CompactNumbers } from './compact-numbers.ts';

/** Which samples of a track are sync samples. Costs nothing while all are, as in every audio track. */
export class SyncSamples {
  #samples = 0;
  /** Sync samples before the first sample that is none. */
  #leading = 0;
  /** Distance of each later sync sample from the one before it, or from the beginning. */
  readonly #distances = new CompactNumbers(2);
  #last = 0;

  get count(): number {
    return this.#leading + this.#distances.length;
  }

  get areAll(): boolean {
    return this.#leading === this.#samples;
  }

  push(isSync: boolean): void {
    const areAllBefore = this.areAll;
    this.#samples++;
    if (!isSync) return;
    if (areAllBefore) {
      this.#leading++;
    } else {
      this.#distances.push(this.#samples - this.#last);
    }
    this.#last = this.#samples;
  }

  /** Visits the numbers of the sync samples; the first sample is number 1 (ISO/IEC 14496-12 8.6.2.3). */
  forEach(visit: (sampleNumber: number) => void): void {
    for (let number = 1; number <= this.#leading; number++) visit(number);
    let number = this.#leading;
    this.#distances.forEach((distance) => {
      number += distance;
      visit(number);
    });
  }
}
