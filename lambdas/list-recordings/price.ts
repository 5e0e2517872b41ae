/** What a backfill would cost, for its dry run: an estimate to decide by, before anything is paid for. */

/**
 * List prices of us-east-1 in US dollars, looked up in November 2026; other Regions are up to half as much again.
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/lambda/pricing/ (arm64)
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/mediaconvert/pricing/ AWS does not publish what copied frames cost: the higher of two
 * users' figures, of October 2026. Encoded: basic tier, AVC, HD, up to 30 frames a second.
 */
export const prices = {
  asOf: '2026-11',
  stateTransition: 0.025 / 1000,
  lambdaGbSecond: 0.0000133334,
  s3List: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  exportedMinuteCopied: 0.0075,
  exportedMinuteEncoded: 0.015,
} as const;

/**
 * What one recording takes: 7 states of process-recording and 2 of the backfill's Map; one call of ValidateRecording;
 * the walk's four listings and about ten of the validation with as many reads.
 */
const perRecording = { stateTransitions: 9, lambdaGbSeconds: 1, s3Lists: 14, s3Gets: 15 };
/** 8 states and two calls of Lambda more for each export. */
const perExport = { stateTransitions: 8, lambdaGbSeconds: 0.5, s3Lists: 6, s3Gets: 15 };

/** What is to be done. */
export interface Order {
  readonly recordings: number;
  readonly exportsPerRecording: number;
  /** Of the recordings together, as their metadata files have it. */
  readonly durationMs: number;
}

/** US dollars, rounded to a cent upwards. */
export interface Price {
  readonly currency: 'USD';
  /** When the prices were looked up. */
  readonly pricesAsOf: string;
  readonly processing: number;
  /** MediaConvert, if it copies the frames of every recording. */
  readonly exportsCopied: number;
  /** MediaConvert, if it encodes every recording. */
  readonly exportsEncoded: number;
}

/** Prices an order. Storage and delivery are not in it. */
export function priceOf({ recordings, exportsPerRecording, durationMs }: Order): Price {
  const minutes = (durationMs / 60_000) * exportsPerRecording;
  const work = recordings * (costOf(perRecording) + exportsPerRecording * costOf(perExport));
  return {
    currency: 'USD',
    pricesAsOf: prices.asOf,
    processing: inCents(work),
    exportsCopied: inCents(minutes * prices.exportedMinuteCopied),
    exportsEncoded: inCents(minutes * prices.exportedMinuteEncoded),
  };
}

const costOf = ({ stateTransitions, lambdaGbSeconds, s3Lists, s3Gets }: typeof perRecording): number =>
  stateTransitions * prices.stateTransition +
  lambdaGbSeconds * prices.lambdaGbSecond +
  s3Lists * prices.s3List +
  s3Gets * prices.s3Get;

// What floating point adds to whole cents must not make another one.
const inCents = (dollars: number): number => Math.ceil(Math.round(dollars * 1e6) / 1e4) / 100;
