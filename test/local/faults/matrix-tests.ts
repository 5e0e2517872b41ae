/** The tests of one part of the matrix: what holds in every cell, and that the page tells it. */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fault, faults } from '../../../local/faults/fault.ts';
import { FaultStage, type StageOptions } from './fault-stage.ts';
import { cellOfPage, type FindRun, partOfPage, renderCell, renderPart } from './matrix-page.ts';
import type { Cell, MatrixRow } from './matrix-row.ts';
import { type CellRun, mendCells, runCells } from './run-cells.ts';

/** Faults that may be over by the next attempt. */
const passingFaults: readonly Fault[] = ['throttling', 'server-error', 'timeout', 'connection-reset', 'truncated-body'];

/** Names that tell nobody anything. */
const uselessNames =
  /^(|Error|TypeError|SyntaxError|RangeError|ReferenceError|\$?ZodError|States\.Runtime|Runtime\..*)$/;

/** A fault that passes is outlasted, unless the recording fails for something else. */
const isOutlasted = ({ row, fault, isLasting }: Cell): boolean =>
  passingFaults.includes(fault) && !isLasting && row.companion?.fault !== 'access-denied';

const titleOf = ({ row, fault, isLasting }: Omit<Cell, 'id'>): string =>
  `${row.caller}, ${row.call}${row.of === undefined ? '' : `, ${row.of}`}: ${fault}${isLasting ? ' that lasts' : ''}`;

/** What is tried again: by Retry, or by Lambda, which tries an event's function again whatever it fails of. */
const hasOwnEnd = ({ scenario }: MatrixRow): boolean => scenario.failureCount === undefined;

/** In each row every fault, and where a fault passes by itself, one that does not. */
const cellsOf = (row: MatrixRow): Omit<Cell, 'id'>[] => [
  ...faults.map((fault) => ({ row, fault, isLasting: hasOwnEnd(row) })),
  ...(hasOwnEnd(row) || row.isCostly === true ? [] : [{ row, fault: 'server-error', isLasting: true } as const]),
];

/** Another one each time, so that in time every cell is played, the lasting ones too; `FAULTS_COLUMN` repeats a run. */
const firstColumn = Number(process.env.FAULTS_COLUMN ?? randomInt(faults.length + 1));

/** One cell of each row, in each row that of the next column: every call, and every fault. */
const diagonalOf = (rows: readonly MatrixRow[]): Omit<Cell, 'id'>[] =>
  rows.flatMap((row, index) => {
    const own = cellsOf(row);
    const column = (firstColumn + index) % own.length;
    return own.slice(column, column + 1);
  });

/** In which column of the page it stands. */
const columnOf = ({ row, fault, isLasting }: Cell): Fault | 'lasting' =>
  isLasting && !hasOwnEnd(row) ? 'lasting' : fault;

/** How a part is played. */
export interface MatrixOptions extends StageOptions {
  /** Only one cell of each row, against the page as it is. */
  readonly isSample?: true;
}

/** What became of a cell, and what is wrong with it after it was mended. */
interface Played {
  readonly run: CellRun;
  readonly wrongAfterMending: readonly string[];
}

async function play(stage: FaultStage, cells: readonly Cell[]): Promise<Played[]> {
  const runs = await runCells(stage, cells);
  const mended = await mendCells(stage, runs);
  return runs.map((run) => ({ run, wrongAfterMending: mended.get(run.cell.id) ?? [] }));
}

/** What must hold of every cell, whatever the page says. */
function expectSound({ run: { cell, result, faultCount, uploadsLeft }, wrongAfterMending }: Played): void {
  expect(faultCount).toBeGreaterThan(0);
  expect(result.faults).toEqual([]);
  expect(result.error ?? 'none').not.toMatch(uselessNames);
  if (isOutlasted(cell)) expect(result).toMatchObject({ isGood: true });
  if (cell.row.mayLeaveUpload !== true) expect(uploadsLeft).toBe(0);
  expect(wrongAfterMending).toEqual([]);
}

function isAsExpected(played: Played): boolean {
  const { cell } = played.run;
  try {
    expectSound(played);
  } catch {
    return false;
  }
  return renderCell(played.run) === cellOfPage(cell.row, columnOf(cell));
}

/** Declares them; the cells run before the first one. */
export function matrixTests(part: string, rows: readonly MatrixRow[], options: MatrixOptions = {}): void {
  const wanted = options.isSample === true ? diagonalOf(rows) : rows.flatMap(cellsOf);
  const cells = wanted.map((cell, index) => ({ ...cell, id: `cell${index}x` }));
  const played = new Map<Cell, Played>();
  let stage: FaultStage;

  beforeAll(async () => {
    if (options.isSample === true) process.stdout.write(`One cell of each row, with FAULTS_COLUMN=${firstColumn}\n`);
    stage = await FaultStage.start(options);
    for (const [index, one] of (await play(stage, cells)).entries()) played.set(cells[index]!, one);
    await playAgain();
  });
  afterAll(() => stage?.stop());

  /**
   * On a busy machine a request takes longer than a shortened time-out, and fails by itself: cells that came out otherwise
   * than the page says are played once more, beside fewer others. What has changed comes out the same again.
   */
  async function playAgain(): Promise<void> {
    const others = cells.filter((cell) => !isAsExpected(played.get(cell)!));
    if (others.length === 0) return;
    process.stderr.write(`faults, once more: ${others.map(titleOf).join('; ')}\n`);
    const again = others.map((cell, index) => ({ ...cell, id: `cell${cells.length + index}x` }));
    for (const [index, one] of (await play(stage, again)).entries()) played.set(others[index]!, one);
  }

  describe(part, () => {
    test.each(cells.map((cell) => [titleOf(cell), cell] as const))('%s', (_title, cell) => {
      expectSound(played.get(cell)!);
    });

    test('docs/faults.md tells what was found', () => {
      if (options.isSample === true) {
        const found = cells.map((cell) => [titleOf(cell), renderCell(played.get(cell)?.run)]);
        const written = cells.map((cell) => [titleOf(cell), cellOfPage(cell.row, columnOf(cell))]);

        expect(found).toEqual(written);
        return;
      }
      const find: FindRun = (row, column) =>
        played.get(cells.find((cell) => cell.row === row && columnOf(cell) === column)!)?.run;

      const found = renderPart(rows, find);

      expect(found).toBe(partOfPage(part, found));
    });
  });
}
