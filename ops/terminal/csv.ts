/**
 * Tables for spreadsheets: comma-separated values (RFC 4180), with lines that end in CR LF.
 *
 * A spreadsheet takes a cell that begins with = + - or @ for a formula, whatever it is quoted with, and channel names are
 * anybody's: such a cell gets an apostrophe in front.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
import { printable } from './printable.ts';
import type { Column } from './table.ts';

/** Also the full-width forms, which some spreadsheets take for the same. */
const formulaStart = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** The first line holds the columns' names. */
export function csvText<Row>(columns: readonly Pick<Column<Row>, 'title' | 'text'>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  return lines.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(text: string): string {
  const safe = printable(text);
  const harmless = formulaStart.test(safe) ? `'${safe}` : safe;
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
