/** The tests of one part of the matrix: what holds in every cell, and that the page tells it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fault, faults } from '../../../local/faults/fault.ts';
import { FaultStage, type StageOptions } from './fault-stage.ts';
import { type FindRun, partOfPage, renderPart } from './matrix-page.ts';
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

/** Declares them; the cells run before the first one. */
export function matrixTests(part: string, rows: readonly MatrixRow[], options: StageOptions = {}): void {
  const cells = rows.flatMap(cellsOf).map((cell, index) => ({ ...cell, id: `cell${index}x` }));
  const runs = new Map<Cell, CellRun>();
  const mended = new Map<string, readonly string[]>();
  let stage: FaultStage;

  beforeAll(async () => {
    stage = await FaultStage.start(options);
    for (const run of await runCells(stage, cells)) runs.set(run.cell, run);
    for (const [id, wrong] of await mendCells(stage, [...runs.values()])) mended.set(id, wrong);
  });
  afterAll(() => stage.stop());

  describe(part, () => {
    test.each(cells.map((cell) => [titleOf(cell), cell] as const))('%s', (_title, cell) => {
      const { result, uploadsLeft, faultCount } = runs.get(cell)!;

      expect(faultCount).toBeGreaterThan(0);
      expect(result.faults).toEqual([]);
      expect(result.error ?? 'none').not.toMatch(uselessNames);
      if (isOutlasted(cell)) expect(result).toMatchObject({ isGood: true });
      if (cell.row.mayLeaveUpload !== true) expect(uploadsLeft).toBe(0);
      expect(mended.get(cell.id) ?? []).toEqual([]);
    });

    test('docs/faults.md tells what was found', () => {
      const all = [...runs.values()];
      const find: FindRun = (row, column) =>
        all.find(({ cell }) =>
          column === 'lasting'
            ? cell.row === row && cell.isLasting && !hasOwnEnd(row)
            : cell.row === row && cell.fault === column && cell.isLasting === hasOwnEnd(row),
        );

      const found = renderPart(rows, find);

      expect(found).toBe(partOfPage(part, found));
    });
  });
}
