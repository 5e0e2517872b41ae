/** The NVMe polynomial, bits reflected, as two 32-bit halves: arithmetic on BigInt would be fifty times slower. */
const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;

const TABLE_HIGH = new Uint32Array(256);
const TABLE_LOW = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry) {
      high ^= POLYNOMIAL_HIGH;
      low ^= POLYNOMIAL_LOW;
    }
  }
  TABLE_HIGH[byte] = high;
  TABLE_LOW[byte] = low;
}

/**
 * CRC-64/NVME over chunks. Check value of "123456789": 0xAE8B14860A799888.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export class Crc64Nvme {
  #high = 0xffffffff;
  #low = 0xffffffff;

  /** Adds the next bytes. */
  update(chunk: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (let position = 0; position < chunk.length; position++) {
      const index = (low ^ (chunk[position] ?? 0)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (TABLE_LOW[index] ?? 0);
      high = (high >>> 8) ^ (TABLE_HIGH[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  /** The checksum of all bytes so far, 8 bytes big-endian. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(~this.#high >>> 0, 0);
    bytes.writeUInt32BE(~this.#low >>> 0, 4);
    return bytes;
  }
}
