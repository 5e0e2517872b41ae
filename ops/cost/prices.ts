/** What AWS charges, as defaults that `--price` and `--prices` replace. */
import { prices } from '../../lambdas/shared/contract/prices.ts';
import { UsageError } from '../frame/operator-errors.ts';

/** Dollars for a unit; where it falls with the month's volume, from which amount on. */
export type Price = number | readonly Tier[];

/** Dollars for a unit of what goes beyond `from` units a month. */
export interface Tier {
  readonly from: number;
  readonly dollars: number;
}

/** When the list prices below were looked up. */
export const pricesAsOf = 'November 2026';

/**
 * List prices of us-east-1 in US dollars without free tiers; what the steps reckon with is the contract's.
 *
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/cloudfront/pricing/ United States and Europe
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 * @see https://aws.amazon.com/sns/pricing/
 * @see https://aws.amazon.com/cloudwatch/pricing/
 * @see https://aws.amazon.com/xray/pricing/
 * @see https://aws.amazon.com/kms/pricing/
 */
export const defaultPrices = {
  's3-gb-month': [
    { from: 0, dollars: 0.023 },
    { from: 50_000, dollars: 0.022 },
    { from: 500_000, dollars: 0.021 },
  ],
  // A listing costs what a PUT does.
  's3-put': prices.s3List,
  's3-get': prices.s3Get,
  'step-functions-transition': prices.stateTransition,
  'lambda-request': 0.2 / 1e6,
  'lambda-gb-second': prices.lambdaGbSecond,
  'dynamodb-write': 0.625 / 1e6,
  'sns-publish': 0.5 / 1e6,
  'cloudwatch-log-gb': 0.5,
  'cloudwatch-alarm': 0.1,
  'cloudwatch-metric': 0.3,
  'cloudwatch-dashboard': 3,
  'xray-trace': 5 / 1e6,
  'kms-key': 1,
  'mediaconvert-minute-copied': prices.exportedMinuteCopied,
  'mediaconvert-minute-encoded': prices.exportedMinuteEncoded,
  'cloudfront-gb': [
    { from: 0, dollars: 0.085 },
    { from: 10_000, dollars: 0.08 },
    { from: 50_000, dollars: 0.06 },
    { from: 150_000, dollars: 0.04 },
    { from: 500_000, dollars: 0.03 },
    { from: 1_024_000, dollars: 0.025 },
    { from: 5_120_000, dollars: 0.02 },
  ],
  'cloudfront-request': 0.01 / 10_000,
} as const satisfies Record<string, Price>;

/** Names a price. */
export type PriceName = keyof typeof defaultPrices;

/** A price for each name. */
export type Prices = Readonly<Record<PriceName, Price>>;

const isPriceName = (name: string): name is PriceName => Object.hasOwn(defaultPrices, name);

/**
 * The default prices with some replaced; a replaced one is the same for every amount.
 *
 * @throws UsageError for a name that is none, or a value that is no price
 */
export function withPrices(replaced: readonly (readonly [name: string, dollars: number])[]): Prices {
  const prices: Record<PriceName, Price> = { ...defaultPrices };
  for (const [name, dollars] of replaced) {
    if (!isPriceName(name))
      throw new UsageError(`There is no price ${name}. Expected one of ${Object.keys(defaultPrices).join(', ')}.`);
    if (!Number.isFinite(dollars) || dollars < 0)
      throw new UsageError(`The price ${name} is ${dollars}. Expected dollars, 0 or more.`);
    prices[name] = dollars;
  }
  return prices;
}

/** Dollars for so many units in a month. */
export function dollarsFor(price: Price, units: number): number {
  if (typeof price === 'number') return price * units;
  return price.reduce((sum, { from, dollars }, index) => {
    const upTo = price[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return sum + Math.max(0, Math.min(units, upTo) - from) * dollars;
  }, 0);
}
