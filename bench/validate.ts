/** Measures `validate-recording` on long recordings, beside the same validation with the SDK's own lister. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Bundles, type Contestant, contestants, makeBundles } from './bundles.ts';
import { type Figures, median, runOnce } from './run-once.ts';
import { startRecordingServer } from './start-recording-server.ts';

/** Figures of one size. */
export interface Row extends Figures {
  readonly segments: number;
}

/** All figures; the reference's beside ours. */
export interface ValidationReport {
  readonly [hours: `hours${number}`]: Row;
  readonly reference: { readonly [hours: `hours${number}`]: Row };
}

const sizes = [1, 12, 48];
const runs = 3;
const segmentSeconds = 10;
const renditionCount = 5;

/**
 * Measures every size, the median of three runs each, every run in a process of its own.
 * @param print Told each line of the table.
 */
export async function measureValidation(print: (line: string) => void): Promise<ValidationReport> {
  const bundles = await makeBundles();
  const reference: Record<`hours${number}`, Row> = {};
  const ours: Record<`hours${number}`, Row> = {};
  print(tableLine('hours', 'segments', 'implementation', 'CPU s', 'requests', 'peak MB', 'wall s'));
  try {
    for (const hours of sizes) {
      const rows = await measureSize(hours, bundles, print);
      ours[`hours${hours}`] = rows['validate-recording'];
      reference[`hours${hours}`] = rows.reference;
    }
  } finally {
    await rm(path.dirname(bundles.reference), { recursive: true, force: true });
  }
  return { ...ours, reference };
}

async function measureSize(
  hours: number,
  bundles: Bundles,
  print: (line: string) => void,
): Promise<Record<Contestant, Row>> {
  const segmentCount = (hours * 3600) / segmentSeconds;
  const server = await startRecordingServer({ segmentCount, segmentSeconds, renditionCount });
  const measured: Record<Contestant, Figures[]> = { 'validate-recording': [], reference: [] };
  try {
    // In turn, so that whatever else the machine does falls on both.
    for (let run = 0; run < runs; run++) {
      for (const name of contestants) measured[name].push(await runOnce(bundles, name, server));
    }
  } finally {
    await server.stop();
  }
  const segments = segmentCount * renditionCount;
  const rowOf = (name: Contestant): Row => ({ segments, ...median(measured[name]) });
  const rows = { 'validate-recording': rowOf('validate-recording'), reference: rowOf('reference') };
  for (const name of contestants) print(rowLine(hours, name, rows[name]));
  return rows;
}

const rowLine = (hours: number, name: string, { segments, cpuSeconds, requests, peakMemoryMb, wallSeconds }: Row) =>
  tableLine(hours, segments, name, cpuSeconds.toFixed(2), requests, peakMemoryMb.toFixed(0), wallSeconds.toFixed(2));

const columnWidths = [6, 9, 20, 8, 9, 9, 8];

const tableLine = (...cells: (string | number)[]): string =>
  cells.map((cell, column) => String(cell).padStart(columnWidths[column] ?? 0)).join('');
