/** List prices, for estimates: of a backfill before it is started, and of exports as they are made. */
import type { Engine } from './export-engine.ts';

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
  /** Lambda and S3, for 6 Mbit/s: docs/adr/0010. */
  exportedMinuteRemuxed: 0.00004,
} as const;

/** US dollars for a minute of an export. */
export function exportedMinutePrice(engine: Engine, isEncoded: boolean): number {
  if (engine === 'remux') return prices.exportedMinuteRemuxed;
  return isEncoded ? prices.exportedMinuteEncoded : prices.exportedMinuteCopied;
}
