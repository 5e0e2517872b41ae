/** What a NAL unit holds beside its header, without emulation_prevention_three_byte (ISO/IEC 14496-10 7.3.1). */
export function rawByteSequencePayload(nal: Uint8Array): Uint8Array {
  const payload = new Uint8Array(nal.length);
  let length = 0;
  let zeros = 0;
  for (const byte of nal.subarray(1)) {
    const isEmulationPrevention = zeros >= 2 && byte === 3;
    zeros = byte === 0 ? zeros + 1 : 0;
    if (!isEmulationPrevention) payload[length++] = byte;
  }
  return payload.subarray(0, length);
}

/** Most zeros that an Exp-Golomb code for 32 bits begins with (ISO/IEC 14496-10 9.1). */
const MAX_LEADING_ZEROS = 32;

/**
 * Reads bits, the most significant first (ISO/IEC 14496-10 7.2). Behind the end it reads zeros and remembers it, so that
 * a caller asks once, when it has read everything.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  #bit = 0;
  #isInvalid = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether everything that was read was there, and each Exp-Golomb code was one. */
  get isValid(): boolean {
    return !this.#isInvalid && this.#bit <= this.#bytes.length * 8;
  }

  /** What `read` reads; `undefined` when that is not there or invalid, which then is as if it had not been tried. */
  attempt<T>(read: () => T): T | undefined {
    const [bit, isInvalid] = [this.#bit, this.#isInvalid];
    const value = read();
    if (this.isValid) return value;
    [this.#bit, this.#isInvalid] = [bit, isInvalid];
    return undefined;
  }

  /** u(n), up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) value = value * 2 + this.#next();
    return value;
  }

  /** u(1). */
  flag(): boolean {
    return this.#next() === 1;
  }

  /** ue(v) (9.1). */
  unsigned(): number {
    let zeros = 0;
    while (this.#next() === 0) {
      if (++zeros > MAX_LEADING_ZEROS) {
        this.#isInvalid = true;
        return 0;
      }
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) (9.1.1): 1, -1, 2, -2, … */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2;
  }

  #next(): number {
    const byte = this.#bytes[this.#bit >> 3] ?? 0;
    return (byte >> (7 - (this.#bit++ & 7))) & 1;
  }
}
