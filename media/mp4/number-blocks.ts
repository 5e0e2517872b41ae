/** A power of two. A block of 8-byte numbers is 64 KiB: small beside the tables, large beside an array's own cost. */
const BLOCK_LENGTH = 8192;
/** As well; the first block begins with this, since a clip of seconds needs no more. */
const FIRST_LENGTH = 64;

type Block = Uint8Array | Uint16Array | Float64Array;

/**
 * A growing list of numbers in typed arrays of one length, so that growing copies nothing but the first one and wastes one
 * block at most.
 */
export class NumberBlocks {
  readonly #Block: new (
    length: number,
  ) => Block;
  readonly #blocks: Block[] = [];
  #last: Block;
  #length = 0;

  constructor(Block: new (length: number) => Block) {
    this.#Block = Block;
    this.#last = new Block(0);
  }

  get length(): number {
    return this.#length;
  }

  /** @param value must fit the array type; what does not is cut off silently */
  push(value: number): void {
    const at = this.#length % BLOCK_LENGTH;
    if (at === 0 || at === this.#last.length) this.#makeRoom(at);
    this.#last[at] = value;
    this.#length++;
  }

  /** @param used of the last block, where that is the first */
  #makeRoom(used: number): void {
    const isFirst = this.#length < BLOCK_LENGTH;
    const block = new this.#Block(isFirst ? Math.max(FIRST_LENGTH, 2 * used) : BLOCK_LENGTH);
    if (isFirst) block.set(this.#last);
    this.#blocks[Math.floor(this.#length / BLOCK_LENGTH)] = block;
    this.#last = block;
  }

  /** @throws RangeError outside the list */
  at(index: number): number {
    const value =
      index < this.#length ? this.#blocks[Math.floor(index / BLOCK_LENGTH)]?.[index % BLOCK_LENGTH] : undefined;
    if (value === undefined) throw new RangeError(`Expected an index below ${this.#length}, found ${index}.`);
    return value;
  }

  forEach(visit: (value: number) => void): void {
    let left = this.#length;
    for (const block of this.#blocks) {
      const count = Math.min(left, BLOCK_LENGTH);
      for (let i = 0; i < count; i++) visit(block[i] ?? 0);
      left -= count;
    }
  }
}
