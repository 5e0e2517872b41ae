/** What `doctor --live` costs, by list prices. */
import { prices } from '../../../lambdas/shared/contract/prices.ts';
import { countText } from '../../terminal/quantities.ts';

/** What is paid for. */
export interface PaidFor {
  readonly objectsPut: number;
  readonly executions: number;
  /** Files of MediaConvert of the sample's length, by how it makes them; what fails costs nothing. */
  readonly filesCopied: number;
  readonly filesEncoded: number;
  readonly filesRemuxed: number;
  readonly durationMs: number;
}

/** The longest way has twelve states or so, tries again counted in. */
const transitionsPerExecution = 15;

/**
 * Two paths, `/ivs/v1/…*` and that of the exports; a thousand a month are free.
 * @see https://aws.amazon.com/cloudfront/pricing/
 */
const invalidationUsd = 2 * 0.005;

/** US dollars. Storage for some minutes, DynamoDB, SNS and Lambda are below a hundredth of a cent together. */
export function costOf({ objectsPut, executions, durationMs, ...files }: PaidFor): number {
  const minutes = durationMs / 60_000;
  return (
    // A PUT costs what a listing does.
    objectsPut * prices.s3List +
    executions * transitionsPerExecution * prices.stateTransition +
    files.filesCopied * minutes * prices.exportedMinuteCopied +
    files.filesEncoded * minutes * prices.exportedMinuteEncoded +
    files.filesRemuxed * minutes * prices.exportedMinuteRemuxed +
    invalidationUsd
  );
}

/** `3 cents`, rounded up. */
export const mostCentsText = (usd: number): string => countText(Math.ceil(usd * 100), 'cent');

/** `1.2 cents`. */
export const centsText = (usd: number): string => `${(usd * 100).toFixed(1)} cents`;
