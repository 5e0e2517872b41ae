/** A CRC's width in bits and its polynomial, bits reflected. Its initial value and final XOR are all ones. */
export interface CrcForm {
  readonly width: bigint;
  readonly polynomial: bigint;
}

/**
 * The CRC of two runs of bytes put together, from the CRC of each and the length of the second in bytes.
 *
 * S3 states a checksum of a whole multipart object although parts come in any order; combining spares reading the
 * object again. Putting n zero bytes behind a run multiplies its CRC by x^(8n) modulo the polynomial (as zlib's
 * `crc32_combine` does).
 */
export function combineCrc(form: CrcForm, first: bigint, second: bigint, secondSizeBytes: number): bigint {
  return multiply(form, powerOfX8(form, secondSizeBytes), first) ^ second;
}

/** x^(8n) modulo the polynomial, by squaring. In the reflected form the highest bit is x^0. */
function powerOfX8(form: CrcForm, n: number): bigint {
  let power = 1n << (form.width - 1n);
  let square = 1n << (form.width - 9n);
  for (let rest = BigInt(n); rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(form, power, square);
    square = multiply(form, square, square);
  }
  return power;
}

function multiply(form: CrcForm, left: bigint, right: bigint): bigint {
  let product = 0n;
  let shifted = right;
  for (let bit = form.width - 1n; bit >= 0n; bit--) {
    if ((left >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ form.polynomial : shifted >> 1n;
  }
  return product;
}
