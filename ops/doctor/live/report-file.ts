/** The report in a file. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { UsageError } from '../../frame/operator-errors.ts';
import { makeOutput } from '../../terminal/output.ts';
import { printableJson } from '../../terminal/printable.ts';
import { printReport } from './print-report.ts';
import type { LiveReport } from './report.ts';

/** Looks whether it can be written, before anything is paid for. @throws UsageError */
export function demandWritable(file: string): void {
  try {
    accessSync(path.dirname(file), constants.W_OK);
    if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return;
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${error instanceof Error ? error.message : String(error)}).`);
  }
  throw new UsageError(`${file} is a folder. Name a file.`);
}

/** Writes what standard output gets: the text, or one line of JSON. */
export function writeReportFile(file: string, report: LiveReport, isJson: boolean): void {
  writeFileSync(file, isJson ? `${printableJson(report)}\n` : textOf(report));
}

function textOf(report: LiveReport): string {
  const stream = new PassThrough().setEncoding('utf8');
  const output = makeOutput({ stdout: stream, stderr: stream }, { isJson: false, isColorWanted: false });
  printReport(report, output);
  return stream.read() ?? '';
}
