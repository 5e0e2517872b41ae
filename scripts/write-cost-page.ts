/** `npm run cost-page`: writes the tables of docs/costs.md with the prices of `ops/cost/prices.ts`. A test compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { estimate } from '../ops/cost/estimate.ts';
import { defaultPrices } from '../ops/cost/prices.ts';
import { dollarText, makerTexts } from '../ops/cost/report.ts';
import { defaultWorkload, makers } from '../ops/cost/workload.ts';
import { root } from './run-command.ts';
import { withWrittenPart } from './written-part.ts';

export const costPageFile = path.join(root, 'docs/costs.md');

const part = {
  page: 'docs/costs.md',
  begin: '<!-- Written by `npm run cost-page`; change ops/cost, not these tables. -->',
  end: '<!-- End of what is written. -->',
} as const;

/** The page with its tables as they come out now. */
export const costPage = (page: string): string =>
  withWrittenPart(
    page,
    part,
    [sideBySide(), ...volumes.flatMap((volume) => [byService(volume, 'month'), byService(volume, 'recording')])].join(
      '\n',
    ),
  );

const volumes = [10, 1_000, 100_000];

const estimates = (recordings: number) =>
  makers.map((maker) => estimate({ ...defaultWorkload, recordings }, maker, defaultPrices));

function sideBySide(): string {
  const columns = volumes.flatMap((volume) => [`${volume.toLocaleString('en-US')} recordings`, 'each']);
  const rows = makers.map((maker, index) =>
    [
      makerTexts[maker],
      ...volumes.flatMap((volume) => {
        const its = estimates(volume)[index];
        return its === undefined ? [] : [dollarText(its.dollars), dollarText(its.dollarsPerRecording)];
      }),
    ].join(' | '),
  );
  return `### Engines side by side, $ a month\n\n${tableOf(['exports by', ...columns], rows)}`;
}

/** What a month costs, or one recording of it. */
function byService(recordings: number, of: 'month' | 'recording'): string {
  const all = estimates(recordings);
  const share = of === 'month' ? 1 : 1 / recordings;
  const services = [...new Set(all.flatMap((each) => each.services.map(({ service }) => service)))];
  const dollarsOf = (service: string, index: number) =>
    (all[index]?.services.find((each) => each.service === service)?.dollars ?? 0) * share;
  const rows = services.map((service) =>
    [service, ...makers.map((_maker, index) => dollarText(dollarsOf(service, index)))].join(' | '),
  );
  const total = ['**all**', ...all.map(({ dollars }) => `**${dollarText(dollars * share)}**`)].join(' | ');
  const volume = `${recordings.toLocaleString('en-US')} recordings a month`;
  const title = of === 'month' ? `### ${volume}, by service, $` : `### Each of ${volume}, by service, $`;
  return `${title}\n\n${tableOf(['service', ...makers.map((maker) => makerTexts[maker])], [...rows, total])}`;
}

const tableOf = (columns: readonly string[], rows: readonly string[]): string =>
  [
    `| ${columns.join(' | ')} |`,
    `|---|${columns
      .slice(1)
      .map(() => '---:|')
      .join('')}`,
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');

if (import.meta.main) writeFileSync(costPageFile, costPage(readFileSync(costPageFile, 'utf8')));
