/** Tables for a person: columns under their names, nothing drawn around them. */
import Table from 'cli-table3';
import type { Mark } from './output.ts';

/** A column, and what it shows of a row. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly mark?: (row: Row) => Mark | undefined;
  readonly isRight?: boolean;
}

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** @param styled makes a text safe for the terminal, and marks it */
export function tableText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  styled: (text: string, mark: Mark | undefined) => string,
): string {
  const table = new Table({
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    head: columns.map(({ title }) => styled(title, 'strong')),
    colAligns: columns.map(({ isRight }) => (isRight === true ? 'right' : 'left')),
  });
  for (const row of rows) table.push(columns.map(({ text, mark }) => styled(text(row), mark?.(row))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
