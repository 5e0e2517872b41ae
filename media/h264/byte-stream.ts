/** start_code_prefix_one_3bytes: stands before each NAL unit of a byte stream (ISO/IEC 14496-10 B.1). */
export const START_CODE: Buffer = Buffer.from([0, 0, 1]);
export const START_CODE_BYTES = 3;

/**
 * Where the NAL unit behind the next start code begins. For a few bytes: over many, `Buffer.indexOf` is faster.
 *
 * @returns `to` + 3 when no start code is whole before `to`
 */
export function nextNalUnit(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from + 2; at < to; at++) {
    if (bytes[at] === 1 && bytes[at - 1] === 0 && bytes[at - 2] === 0) return at + 1;
  }
  return to + START_CODE_BYTES;
}

/**
 * Where bytes end without the zeros behind them: trailing_zero_8bits, and the zero_byte of the next start code, belong to
 * no NAL unit (ISO/IEC 14496-10 B.1).
 */
export function endWithoutZeros(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && bytes[end - 1] === 0) end--;
  return end;
}
