/** Puts prices on amounts: what a month costs, by service. */
import { type Amount, amountsOf } from './amounts.ts';
import { dollarsFor, type Prices } from './prices.ts';
import type { Maker, Workload } from './workload.ts';

/** One thing that is paid for. */
export interface CostLine {
  readonly service: Amount['service'] | 'Total';
  readonly what: string;
  /** Units of the price in the month. */
  readonly units: number;
  /** US dollars in the month. */
  readonly dollars: number;
}

/** What a service costs. */
export interface ServiceCost {
  readonly service: CostLine['service'];
  readonly dollars: number;
}

/** A month's costs, in US dollars, not rounded. */
export interface Estimate {
  readonly maker: Maker;
  readonly lines: readonly CostLine[];
  /** The dearest first. */
  readonly services: readonly ServiceCost[];
  readonly dollars: number;
  readonly dollarsPerRecording: number;
}

/** Estimates a month. */
export function estimate(workload: Workload, maker: Maker, prices: Prices): Estimate {
  const amounts = amountsOf(workload, maker);
  const lines = amounts.map((amount) => ({
    service: amount.service,
    what: amount.what,
    units: amount.units,
    dollars: shareOf(amount, amounts, prices),
  }));
  const dollars = sumOf(lines);
  return { maker, lines, services: byService(lines), dollars, dollarsPerRecording: dollars / workload.recordings };
}

/** What falls with the volume goes by the volume of everything at that price: each line bears its share. */
function shareOf({ price, units }: Amount, amounts: readonly Amount[], prices: Prices): number {
  const unitsInAll = amounts.reduce((sum, other) => sum + (other.price === price ? other.units : 0), 0);
  return dollarsFor(prices[price], unitsInAll) * (units / unitsInAll);
}

function byService(lines: readonly CostLine[]): ServiceCost[] {
  const services = [...Map.groupBy(lines, ({ service }) => service)];
  return services
    .map(([service, its]) => ({ service, dollars: sumOf(its) }))
    .toSorted((one, other) => other.dollars - one.dollars);
}

const sumOf = (lines: readonly { readonly dollars: number }[]): number =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0);
