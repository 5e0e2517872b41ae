/** Puts together bytes from fields of bits, most significant bit first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #bits = 0;

  /** @param width of the field, at most 16 bits */
  write(value: number, width: number): this {
    for (let bit = width - 1; bit >= 0; bit--) {
      if (this.#bits % 8 === 0) this.#bytes.push(0);
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (((value >> bit) & 1) << (7 - (this.#bits % 8)));
      this.#bits++;
    }
    return this;
  }

  /** What was written, the last byte filled up with zeros (byte_alignment). */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
