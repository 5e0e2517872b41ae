/** Of PTS and DTS (ISO/IEC 13818-1 2.4.3.7). */
export const TICKS_PER_SECOND = 90_000;

/** PTS and DTS have 33 bits, which last for 26.5 hours. */
const WRAP_TICKS = 2 ** 33;

/**
 * Of all times that a timestamp of 33 bits may stand for, the one nearest to another time. Exact: it differs from the
 * timestamp by a multiple of 2^33. What is unwrapped already may be given as well.
 */
export function nearestTime(timestamp: number, near: number): number {
  return timestamp + Math.round((near - timestamp) / WRAP_TICKS) * WRAP_TICKS;
}

/** The way from one timestamp to another, whichever is shorter round the circle of 33 bits: −2^32 to 2^32. */
export const ticksBetween = (from: number, to: number): number => nearestTime(to, from) - from;
