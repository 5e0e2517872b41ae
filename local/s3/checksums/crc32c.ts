/** The Castagnoli polynomial, bits reflected (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/**
 * CRC-32C of a chunk, continuing from the value of what came before it (0 at the start), as `zlib.crc32` does.
 * Node has no CRC-32C of its own. Check value of "123456789": 0xE3069283.
 */
export function crc32c(chunk: Uint8Array, previous = 0): number {
  let remainder = ~previous;
  for (let index = 0; index < chunk.length; index++) {
    remainder = (TABLE[(remainder ^ (chunk[index] ?? 0)) & 0xff] ?? 0) ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}
