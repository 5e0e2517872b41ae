/** Writes what was found into `docs/faults.md`, or compares: one part of the page for each file of tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Fault, faults } from '../../../local/faults/fault.ts';
import type { MatrixRow } from './matrix-row.ts';
import type { CellRun } from './run-cells.ts';

const pageFile = path.resolve(import.meta.dirname, '../../../docs/faults.md');

const columnNames: Readonly<Record<Fault, string>> = {
  throttling: 'throttled',
  'server-error': '5xx',
  timeout: 'no answer',
  'connection-reset': 'answer lost',
  'access-denied': 'denied',
  'malformed-answer': 'malformed',
  'truncated-body': 'cut short',
};

const lastingName = '5xx that lasts';

/** Finds what became of a cell: of one whose fault passes, or of the row's one whose fault lasts. */
export type FindRun = (row: MatrixRow, column: Fault | 'lasting') => CellRun | undefined;

/** A part of the page: a table for each caller. */
export function renderPart(rows: readonly MatrixRow[], find: FindRun): string {
  const callers = [...new Set(rows.map(({ caller }) => caller))];
  return callers
    .map((caller) => {
      const own = rows.filter((row) => row.caller === caller);
      const hasLasting = own.some((row) => find(row, 'lasting') !== undefined);
      const columns = [...faults, ...(hasLasting ? (['lasting'] as const) : [])];
      const head = ['call', ...columns.map((column) => (column === 'lasting' ? lastingName : columnNames[column]))];
      const lines = own.map((row) => [titleOf(row), ...columns.map((column) => renderCell(find(row, column)))]);
      return [`#### ${caller}`, '', line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
    })
    .join('\n\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const titleOf = ({ call, of }: MatrixRow): string => (of === undefined ? call : `${call}: ${of}`);

/** What stands in a cell; never nothing. */
export function renderCell(run: CellRun | undefined): string {
  if (run === undefined) return 'not run';
  const { result, uploadsLeft, cell, hasNoBody } = run;
  if (hasNoBody) return 'no body';
  const parts = [...(run.isRepeatedBySdk ? ['SDK'] : []), ...(result.isGood ? renderGood(run) : [renderFailure(run)])];
  if (uploadsLeft > 0 && cell.row.mayLeaveUpload === true) parts.push('upload left');
  return parts.join(', ');
}

function renderGood({ firstError, isRepeatedBySdk, isRepeatedAnew, cell, result }: CellRun): string[] {
  if (result.lacks !== undefined) return [result.lacks];
  const first = firstError ?? (isRepeatedAnew ? cell.row.triedAgainAs : undefined);
  if (first !== undefined) return [`Retry of \`${first}\``];
  if (isRepeatedBySdk) return [];
  return [isRepeatedAnew ? 'step' : 'harmless'];
}

function renderFailure({ result: { error, answer, attempts: found = 1, place }, cell, faultCount }: CellRun): string {
  if (answer !== undefined) return `answer: ${answer}`;
  const attempts = cell.row.triedAgainAs === undefined ? found : faultCount;
  const end = place === undefined ? 'dead letter' : 'fails';
  return `${attempts > 1 ? '↻ ' : ''}${end}: \`${error}\``;
}

/** What stands in the page's cell; `undefined` where the page has no such row or column. */
export function cellOfPage(row: MatrixRow, column: Fault | 'lasting'): string | undefined {
  const sections = readFileSync(pageFile, 'utf8').split('#### ');
  const columnName = column === 'lasting' ? lastingName : columnNames[column];
  for (const section of sections.filter((text) => text.startsWith(`${row.caller}\n`))) {
    const [head = [], , ...lines] = section
      .split('\n')
      .filter((text) => text.startsWith('|'))
      .map((text) => text.slice(2, -2).split(' | '));
    const own = lines.find(([title]) => title === titleOf(row));
    if (own !== undefined) return own[head.indexOf(columnName)];
  }
  return undefined;
}

const marks = (part: string) => ({ begin: `<!-- begin ${part} -->`, end: `<!-- end ${part} -->` });

/** The part as the page has it; with `FAULTS_PAGE=write` in the environment it is written first. */
export function partOfPage(part: string, found: string): string {
  const page = readFileSync(pageFile, 'utf8');
  const { begin, end } = marks(part);
  const [before = '', rest = ''] = page.split(begin);
  const [written = '', after = ''] = rest.split(end);
  if (process.env.FAULTS_PAGE !== 'write') return written.trim();
  writeFileSync(pageFile, `${before}${begin}\n\n${found}\n\n${end}${after}`);
  return found;
}
