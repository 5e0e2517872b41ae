/** Shows estimates as tables. */
import type { Output } from '../terminal/output.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { type CostLine, type Estimate, estimate } from './estimate.ts';
import { type Prices, pricesAsOf } from './prices.ts';
import { type Maker, makers, type Workload } from './workload.ts';

/** Dollars: to the cent from a dollar on, else so that two digits count: `1,234.50`, `0.0042`. */
export function dollarText(dollars: number): string {
  if (dollars === 0) return '0';
  if (dollars >= 0.995) return dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (dollars < 0.00001) return '< 0.00001';
  return dollars.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}

/** What makes the exports, in words. */
export const makerTexts: Readonly<Record<Maker, string>> = {
  remux: 'remux',
  mediaconvert: 'MediaConvert, frames copied',
  'mediaconvert-encode': 'MediaConvert, encoded',
  none: 'no exports',
};

/** One month with one engine by what is paid for, then all engines side by side. */
export function showCosts(workload: Workload, maker: Maker, prices: Prices, output: Output): void {
  const chosen = estimate(workload, maker, prices);
  const all = makers.map((each) => estimate(workload, each, prices));
  output.line(describe(workload, maker));
  output.line('');
  output.table(lineColumns(workload.recordings), [...chosen.lines, totalOf(chosen)]);
  output.line('');
  output.table(makerColumns, all);
  output.line('');
  output.line(
    `US dollars, list prices of us-east-1 of ${pricesAsOf} unless replaced, without free tiers and taxes.`,
    'faint',
  );
  output.json({ workload, prices, estimate: chosen, engines: all.map(withoutLines) });
}

function describe(workload: Workload, maker: Maker): string {
  const { recordings, hours, exports, monthsKept, views } = workload;
  const made = maker === 'none' ? 'no exports' : `${countText(exports, 'export')} each by ${makerTexts[maker]}`;
  return `A month of ${countText(recordings, 'recording')} of ${hours} h: ${made}, ${countText(views, 'view')} each, ${countText(monthsKept, 'month')} kept`;
}

const lineColumns = (recordings: number): Column<CostLine>[] => [
  { title: 'SERVICE', text: ({ service }) => service },
  { title: 'WHAT', text: ({ what }) => what },
  { title: 'UNITS A MONTH', isRight: true, text: ({ units }) => unitText(units) },
  { title: '$ A MONTH', isRight: true, text: ({ dollars }) => dollarText(dollars) },
  { title: '$ A RECORDING', isRight: true, text: ({ dollars }) => dollarText(dollars / recordings) },
];

const unitText = (units: number): string =>
  Number.isNaN(units)
    ? ''
    : units.toLocaleString('en-US', units < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });

const totalOf = ({ dollars }: Estimate): CostLine => ({ service: 'Total', what: '', units: Number.NaN, dollars });

const makerColumns: Column<Estimate>[] = [
  { title: 'EXPORTS BY', text: ({ maker }) => makerTexts[maker] },
  { title: '$ A MONTH', isRight: true, text: ({ dollars }) => dollarText(dollars) },
  { title: '$ A RECORDING', isRight: true, text: ({ dollarsPerRecording }) => dollarText(dollarsPerRecording) },
];

const withoutLines = ({ maker, dollars, dollarsPerRecording, services }: Estimate) => ({
  engine: maker,
  dollars,
  dollarsPerRecording,
  services,
});
