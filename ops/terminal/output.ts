/** Where commands print: results to standard output, everything else to standard error, nothing that acts on a terminal. */
import { styleText } from 'node:util';
import type { CommandStream } from '../frame/surroundings.ts';
import { csvText } from './csv.ts';
import { printable, printableJson } from './printable.ts';
import { type Column, tableText } from './table.ts';

/** How a text is marked; it is a color on a terminal and nothing elsewhere. */
export type Mark = 'good' | 'warning' | 'bad' | 'faint' | 'strong';

const styles = { good: 'green', warning: 'yellow', bad: 'red', faint: 'dim', strong: 'bold' } as const;

/** See the file's comment. All text may come from outside. */
export interface Output {
  readonly isJson: boolean;
  /** A line of the result, for a person: not printed with `--json`. */
  line(text: string, mark?: Mark): void;
  /** Rows of the result, for a person: not printed with `--json`. */
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void;
  /** Rows of the result, for a spreadsheet, whole with the columns' names. */
  csv<Row>(columns: readonly Pick<Column<Row>, 'title' | 'text'>[], rows: readonly Row[]): void;
  /** The result, for a program: printed at the end, with `--json` only, together with a `status`. */
  json(result: object): void;
  /** A result that grows: one object in a line, at once, with `--json` only. */
  jsonLine(item: object): void;
  /** A plan, or a remark on how it goes: standard error. */
  note(text: string, mark?: Mark): void;
  /** Rows of a plan: standard error. */
  noteTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void;
  /** What went wrong, or might have: standard error. */
  trouble(text: string): void;
}

/** An output, and the result that `json` was given. */
export interface CollectingOutput extends Output {
  readonly result: object | undefined;
}

/** Makes an output. */
export function makeOutput(
  { stdout, stderr }: { readonly stdout: CommandStream; readonly stderr: CommandStream },
  { isJson, isColorWanted }: { readonly isJson: boolean; readonly isColorWanted: boolean },
): CollectingOutput {
  let result: object | undefined;
  const styled = (stream: CommandStream, text: string, mark: Mark | undefined): string =>
    mark !== undefined && isColorWanted && stream.hasColors?.() === true
      ? styleText(styles[mark], printable(text), { validateStream: false })
      : printable(text);
  const write = (stream: CommandStream, text: string, mark?: Mark) => stream.write(`${styled(stream, text, mark)}\n`);
  const writeTable = <Row>(stream: CommandStream, columns: readonly Column<Row>[], rows: readonly Row[]) =>
    stream.write(`${tableText(columns, rows, (text, mark) => styled(stream, text, mark))}\n`);
  return {
    isJson,
    get result() {
      return result;
    },
    line: (text, mark) => void (isJson || write(stdout, text, mark)),
    table: (columns, rows) => void (isJson || writeTable(stdout, columns, rows)),
    csv: (columns, rows) => void stdout.write(csvText(columns, rows)),
    json: (value) => {
      result = value;
    },
    jsonLine: (item) => void (isJson && stdout.write(`${printableJson(item)}\n`)),
    note: (text, mark) => void write(stderr, text, mark),
    noteTable: (columns, rows) => void writeTable(stderr, columns, rows),
    trouble: (text) => void write(stderr, text, 'bad'),
  };
}
