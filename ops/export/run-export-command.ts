/** `npm run export` from its arguments to its exit code. */
import { availableParallelism } from 'node:os';
import nodePath from 'node:path';
import { performance } from 'node:perf_hooks';
import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import type { CommandStream, Surroundings } from '../frame/surroundings.ts';
import { printable, printableJson } from '../terminal/printable.ts';
import { describeFailure, type ExportFailure } from './describe-failure.ts';
import { type DeclaredOptions, declareExportProgram } from './export-command.ts';
import { showProgress } from './export-progress.ts';
import { exportRecording } from './export-recording.ts';
import type { ExportRequest } from './export-request.ts';
import { type OpenSource, openFileSource } from './export-source.ts';
import { readRequest } from './parse-options.ts';
import { type ReportLine, reportLines } from './report-lines.ts';

/** What the command has of the process around it. */
export type ExportSurroundings = Pick<Surroundings, 'stdout' | 'stderr' | 'directory' | 'signal'>;

/** Runs the command. @returns its exit code: 0 done, 1 refused or failed, 2 usage, 128 + n ended by signal n */
export async function runExportCommand(args: readonly string[], surroundings: ExportSurroundings): Promise<number> {
  const request = readArguments(args, surroundings);
  if (typeof request === 'number') return request;
  return performExport(request, surroundings);
}

/** Exports, and reports what came of it. @returns the exit code */
export async function performExport(
  request: ExportRequest,
  surroundings: ExportSurroundings,
  openSource: OpenSource = openFileSource,
  describe: (error: unknown) => ExportFailure = describeFailure,
): Promise<number> {
  try {
    await exportAndReport(request, surroundings, openSource);
    return 0;
  } catch (error) {
    const failure = describe(error);
    reportFailure(failure, request, surroundings);
    return failure.exitCode;
  }
}

/** @returns an exit code when there is nothing to do: help was wanted, or the arguments make no sense */
function readArguments(args: readonly string[], { stdout, stderr, directory }: ExportSurroundings) {
  const command = declareExportProgram(defaultWorkers());
  command.configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(`${printable(text.trim().replaceAll('\n', ' '))}\n`),
  });
  let request: ExportRequest | string | undefined;
  command.action((input: string, output: string, options: DeclaredOptions) => {
    request = readRequest([input, output], options, (typed) => nodePath.resolve(directory, typed));
    if (typeof request === 'string') command.error(`error: ${request}`);
  });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    stderr.write('npm run export -- --help explains the usage.\n');
    return 2;
  }
  if (typeof request === 'object') return request;
  throw new Error('The command line was neither understood nor refused.');
}

/** More than two wait for the disk, or for the one that writes. */
export const defaultWorkers = (): number => Math.min(2, availableParallelism());

async function exportAndReport(
  request: ExportRequest,
  { stdout, stderr, signal }: ExportSurroundings,
  openSource: OpenSource,
): Promise<void> {
  const startedAt = performance.now();
  const { recording, report } = await exportRecording(
    request,
    () => showProgress(stderr, () => performance.now()),
    signal,
    openSource,
  );
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const { output } = request;
  if (request.isJson) {
    const { playlistPath, rendition } = recording;
    const result = { status: 'SUCCEEDED', path: output, playlistPath, rendition, wallSeconds, ...report };
    stdout.write(`${printableJson(result)}\n`);
    return;
  }
  for (const line of reportLines({ output, recording, report, wallSeconds })) {
    stdout.write(`${styled(line, stdout)}\n`);
  }
}

function styled({ mark, text }: ReportLine, stream: CommandStream): string {
  if (mark === 'plain' || stream.hasColors?.() !== true) return text;
  return styleText(mark === 'done' ? 'green' : 'yellow', text, { validateStream: false });
}

function reportFailure(failure: ExportFailure, request: ExportRequest, { stdout, stderr }: ExportSurroundings): void {
  const { name, reason, message, advice, stack } = failure;
  stderr.write(`${printable([message, advice].filter(Boolean).join(' '))}\n`);
  if (request.isDebug && stack !== undefined) {
    for (const line of stack.split('\n')) stderr.write(`${printable(line)}\n`);
  }
  if (request.isJson) stdout.write(`${printableJson({ status: 'FAILED', error: { name, reason, message } })}\n`);
}
