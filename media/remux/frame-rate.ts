import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';

/** Rates that cameras and encoders know; others are taken as they are measured. */
const standardRates = [24_000 / 1001, 24, 25, 30_000 / 1001, 30, 48, 50, 60_000 / 1001, 60];
/** Of a rate: two neighbours such as 29.97 and 30 are a thousandth apart. */
const rateTolerance = 0.0004;
/** What the stream says of its rate is believed as long as its times do not say something quite different. */
const believedDifference = 0.02;
/** Fewer pictures tell no rate. */
const fewestPictures = 12;

/**
 * How many pictures a second has: by what the stream says of itself, or else by its times, which IVS may have taken from a
 * source that counts in milliseconds.
 *
 * @param declared pictures per second, by the sequence parameter set
 * @param times when pictures are shown, in ticks of 33 bits, in any order
 * @returns `undefined` when neither tells
 */
export function frameRateOf(declared: number | undefined, times: readonly number[]): number | undefined {
  const measured = measure(times);
  const isBelieved = (rate: number) => measured === undefined || Math.abs(rate / measured - 1) <= believedDifference;
  const rate = declared !== undefined && isBelieved(declared) ? declared : measured;
  return rate === undefined ? undefined : snap(rate);
}

/** On average: from the first picture that is shown to the last. */
function measure(times: readonly number[]): number | undefined {
  const [first = 0] = times;
  let [least, most] = [0, 0];
  for (const time of times) {
    const passed = ticksBetween(first, time);
    if (passed < least) least = passed;
    if (passed > most) most = passed;
  }
  return times.length < fewestPictures || most === least
    ? undefined
    : ((times.length - 1) * TICKS_PER_SECOND) / (most - least);
}

const snap = (rate: number): number =>
  standardRates.find((standard) => Math.abs(rate / standard - 1) <= rateTolerance) ?? rate;
