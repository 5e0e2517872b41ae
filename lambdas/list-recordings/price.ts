/** What a backfill would cost, for its dry run: an estimate to decide by, before anything is paid for. */
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import { prices } from '../shared/contract/prices.ts';

/**
 * What one recording takes: 7 states of process-recording and 2 of the backfill's Map; one call of ValidateRecording;
 * the walk's four listings and about ten of the validation with as many reads.
 */
const perRecording = { stateTransitions: 9, lambdaGbSeconds: 1, s3Lists: 14, s3Gets: 15 };
/** 8 states and two calls of Lambda more for each export. */
const perExport = { stateTransitions: 8, lambdaGbSeconds: 0.5, s3Lists: 6, s3Gets: 15 };

/** An export of each recording, as far as its price goes by it. */
export interface PricedExport {
  readonly engine: EngineWish;
  readonly isEncoded: boolean;
  /** Of a clip that ends. */
  readonly atMostMs?: number | undefined;
}

/** What is to be done. */
export interface Order {
  readonly recordings: number;
  /** What each recording gets. */
  readonly exports: readonly PricedExport[];
  /** Of the recordings together, as their metadata files have it. */
  readonly durationMs: number;
}

/** US dollars, rounded to a cent upwards. */
export interface Price {
  readonly currency: 'USD';
  /** When the prices were looked up. */
  readonly pricesAsOf: string;
  readonly processing: number;
  /** If the frames of every recording can be copied where that is wished, by remux where it may be taken. */
  readonly exportsCopied: number;
  /** If every export but those that remux alone may make has to be encoded. */
  readonly exportsEncoded: number;
}

/** What to expect of one wish. @param defaultEngine Of those that name none. */
export const pricedExportOf = ({ engine, video, clip }: ExportWish, defaultEngine: EngineWish): PricedExport => ({
  engine: engine ?? defaultEngine,
  isEncoded: video !== 'copy',
  atMostMs: clip?.toSeconds === undefined ? undefined : (clip.toSeconds - clip.fromSeconds) * 1000,
});

/** Prices an order. Storage and delivery are not in it. */
export function priceOf({ recordings, exports, durationMs }: Order): Price {
  const work = recordings * (costOf(perRecording) + exports.length * costOf(perExport));
  const sum = (minutePrice: (each: PricedExport) => number) =>
    exports.reduce((dollars, each) => dollars + minutesOf(each) * minutePrice(each), 0);
  const minutesOf = ({ atMostMs }: PricedExport) =>
    (atMostMs === undefined ? durationMs : Math.min(durationMs, recordings * atMostMs)) / 60_000;
  return {
    currency: 'USD',
    pricesAsOf: prices.asOf,
    processing: inCents(work),
    exportsCopied: inCents(sum(leastPerMinute)),
    exportsEncoded: inCents(sum(mostPerMinute)),
  };
}

function leastPerMinute({ engine, isEncoded }: PricedExport): number {
  if (isEncoded) return prices.exportedMinuteEncoded;
  return engine === 'mediaconvert' ? prices.exportedMinuteCopied : prices.exportedMinuteRemuxed;
}

/** What remux alone may make and cannot fails, and costs nothing. */
const mostPerMinute = ({ engine, isEncoded }: PricedExport): number =>
  engine === 'remux' && !isEncoded ? prices.exportedMinuteRemuxed : prices.exportedMinuteEncoded;

const costOf = ({ stateTransitions, lambdaGbSeconds, s3Lists, s3Gets }: typeof perRecording): number =>
  stateTransitions * prices.stateTransition +
  lambdaGbSeconds * prices.lambdaGbSecond +
  s3Lists * prices.s3List +
  s3Gets * prices.s3Get;

// What floating point adds to whole cents must not make another one.
const inCents = (dollars: number): number => Math.ceil(Math.round(dollars * 1e6) / 1e4) / 100;
