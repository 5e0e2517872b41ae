/** Runs the export command as a function: what `run-export.ts` starts has a process of its own around the same. */
import { runExportCommand } from '../../../../ops/export/run-export-command.ts';
import { keepingStream } from '../keeping-output.ts';
import type { ExportResult } from './run-export.ts';

/** Runs it to its end; relative paths are seen from `directory`. */
export async function runInProcess(args: readonly string[], directory = '/home/user'): Promise<ExportResult> {
  const [stdout, stderr] = [keepingStream(), keepingStream()];
  const exitCode = await runExportCommand(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    directory,
    signal: new AbortController().signal,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}
