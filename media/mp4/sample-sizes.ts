import { CompactNumbers } from './compact-numbers.ts';

/** Bytes of each sample of a track, kept once while all are equal, as stsz may have it (ISO/IEC 14496-12 8.7.3.2). */
export class SampleSizes {
  #count = 0;
  #first = 0;
  #total = 0;
  /** Set once two sizes differ. */
  #each: CompactNumbers | undefined;

  get count(): number {
    return this.#count;
  }

  get totalBytes(): number {
    return this.#total;
  }

  /** The size that all samples have; 0 when they differ, and of empty samples, since stsz then lists each. */
  get uniform(): number {
    return this.#each === undefined ? this.#first : 0;
  }

  push(sizeBytes: number): void {
    if (this.#count === 0) this.#first = sizeBytes;
    if (this.#each === undefined && sizeBytes !== this.#first) this.#each = repeated(this.#first, this.#count);
    this.#each?.push(sizeBytes);
    this.#count++;
    this.#total += sizeBytes;
  }

  forEach(visit: (sizeBytes: number) => void): void {
    (this.#each ?? repeated(this.#first, this.#count)).forEach(visit);
  }
}

function repeated(value: number, count: number): CompactNumbers {
  const numbers = new CompactNumbers(2);
  for (let i = 0; i < count; i++) numbers.push(value);
  return numbers;
}
