import { NumberBlocks } from './number-blocks.ts';

/**
 * A growing list of whole numbers that are mostly small, in 1 or 2 bytes each; larger ones (up to 2^53) take 8 more.
 *
 * The index of a recording of 48 h has 13 million entries: sizes of AAC frames, time differences and run lengths nearly
 * all fit, so that the index takes half or less of what it will in the file.
 */
export class CompactNumbers {
  readonly #small: NumberBlocks;
  /** Stands in `#small` for "look into `#large`". */
  readonly #mark: number;
  /** In order of appearance. */
  readonly #large = new NumberBlocks(Float64Array);

  constructor(bytesEach: 1 | 2) {
    this.#small = new NumberBlocks(bytesEach === 1 ? Uint8Array : Uint16Array);
    this.#mark = bytesEach === 1 ? 0xff : 0xffff;
  }

  get length(): number {
    return this.#small.length;
  }

  push(value: number): void {
    if (value < this.#mark) {
      this.#small.push(value);
    } else {
      this.#small.push(this.#mark);
      this.#large.push(value);
    }
  }

  forEach(visit: (value: number) => void): void {
    let large = 0;
    this.#small.forEach((value) => {
      visit(value === this.#mark ? this.#large.at(large++) : value);
    });
  }
}
