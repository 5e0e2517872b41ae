import { expect, test } from '@jest/globals';
import { csvText } from '../../../../ops/terminal/csv.ts';

const columns = [{ title: 'name', text: (cell: string) => cell }];
const cellOf = (text: string) => csvText(columns, [text]).split('\r\n')[1];

test('the first line holds the names, and each line ends in CR LF', () => {
  const twoColumns = [...columns, { title: 'length', text: (cell: string) => String(cell.length) }];

  expect(csvText(twoColumns, ['ab', 'c'])).toBe('name,length\r\nab,2\r\nc,1\r\n');
  expect(csvText(twoColumns, [])).toBe('name,length\r\n');
});

test.each([
  ['a comma', 'a,b', '"a,b"'],
  ['a quote', 'say "hi"', '"say ""hi"""'],
  ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['an escape sequence', '\u001b[2Jx', '\\u{1b}[2Jx'],
  ['nothing', '', ''],
])('%s is no trouble', (_what, text, cell) => {
  expect(cellOf(text)).toBe(cell);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '=HYPERLINK("https://x","y")'])(
  'a cell that a spreadsheet would take for a formula is harmless: %s',
  (text) => {
    expect(cellOf(text)).toMatch(/^"?'/);
  },
);
