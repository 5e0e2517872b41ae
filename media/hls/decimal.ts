const ZERO = 0x30;
const POINT = 0x2e;

/** A decimal-integer has at most 20 characters (RFC 8216 §4.2). */
const MAX_INTEGER_CHARACTERS = 20;

/**
 * Reads a decimal-integer (RFC 8216 §4.2: the characters 0 to 9, nothing else).
 *
 * @returns `NaN` when it is not one. `Infinity` when it is longer than 20 characters, or above 2^53 − 1: the RFC goes
 * up to 2^64 − 1, but no sequence number or byte offset of a real recording comes near, and a rounded one would lie.
 */
export function parseDecimalInteger(text: string): number {
  if (text.length === 0) return Number.NaN;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return text.length <= MAX_INTEGER_CHARACTERS ? safeOrInfinity(value) : Number.POSITIVE_INFINITY;
}

/**
 * Reads a decimal-floating-point (RFC 8216 §4.2: digits and one point, no sign, no exponent) or a decimal-integer.
 *
 * @returns `NaN` when it is neither, `Infinity` when it is above 2^53 − 1.
 */
export function parseDecimalFloat(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= ZERO + 9) digits++;
    else if (code !== POINT || digits < at) return Number.NaN;
  }
  return digits > 0 ? safeOrInfinity(Number(text)) : Number.NaN;
}

function safeOrInfinity(value: number): number {
  return value <= Number.MAX_SAFE_INTEGER ? value : Number.POSITIVE_INFINITY;
}
