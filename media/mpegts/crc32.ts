/** The polynomial of ISO/IEC 13818-1 annex A, highest power first, without x³². */
const POLYNOMIAL = 0x04c1_1db7;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 0x8000_0000 ? (remainder << 1) ^ POLYNOMIAL : remainder << 1;
  }
  return remainder >>> 0;
});

/**
 * The remainder of CRC-32 as sections use it (ISO/IEC 13818-1 annex A).
 *
 * @param bytes a whole section, CRC_32 included
 * @returns 0 when it is undamaged
 */
export function sectionCrc32(bytes: Uint8Array): number {
  let remainder = 0xffff_ffff;
  for (const byte of bytes) remainder = (remainder << 8) ^ (table[(remainder >>> 24) ^ byte] ?? 0);
  return remainder >>> 0;
}
