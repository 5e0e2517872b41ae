import { CompactNumbers } from './compact-numbers.ts';

/** Numbers of which equal neighbours are kept once with their count, as stts, ctts and stsc have them. */
export class RunList {
  /** Of the runs that are over. */
  readonly #counts = new CompactNumbers(1);
  readonly #values = new CompactNumbers(2);
  #openCount = 0;
  #openValue = 0;

  /** Runs of equal numbers. */
  get runs(): number {
    return this.#counts.length + (this.#openCount > 0 ? 1 : 0);
  }

  push(value: number): void {
    if (this.#openCount > 0 && value !== this.#openValue) {
      this.#counts.push(this.#openCount);
      this.#values.push(this.#openValue);
      this.#openCount = 0;
    }
    this.#openValue = value;
    this.#openCount++;
  }

  /** How often each run repeats its value, in order. */
  forEachCount(visit: (count: number) => void): void {
    this.#counts.forEach(visit);
    if (this.#openCount > 0) visit(this.#openCount);
  }

  /** The value of each run, in order. */
  forEachValue(visit: (value: number) => void): void {
    this.#values.forEach(visit);
    if (this.#openCount > 0) visit(this.#openValue);
  }
}
