/** Writes bits, the most significant first (ISO/IEC 14496-10 7.2), and puts emulation prevention in (7.4.1). */
export class BitSink {
  readonly #bits: number[] = [];

  /** u(n). */
  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push(Math.floor(value / 2 ** bit) % 2);
    return this;
  }

  flag(value: boolean): this {
    return this.bits(value ? 1 : 0, 1);
  }

  /** ue(v) (9.1). */
  unsigned(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.bits(0, length).bits(value + 1, length + 1);
  }

  /** se(v) (9.1.1). */
  signed(value: number): this {
    return this.unsigned(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** With a stop bit, filled up to a byte. */
  toBytes(): Buffer {
    const bits = [...this.#bits, 1];
    while (bits.length % 8 !== 0) bits.push(0);
    return Buffer.from(
      Array.from({ length: bits.length / 8 }, (_, byte) =>
        Number.parseInt(bits.slice(byte * 8, byte * 8 + 8).join(''), 2),
      ),
    );
  }
}

/** A NAL unit of a payload: 03 after two zeros wherever the next byte is 0 to 3 (ISO/IEC 14496-10 7.4.1). */
export function nalUnitOf(firstByte: number, payload: Uint8Array): Buffer {
  const bytes = [firstByte];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}
