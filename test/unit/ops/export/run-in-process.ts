/** Runs the export command as a function: what `run-export.ts` starts has a process of its own around the same. */
import { runExportCommand } from '../../../../ops/export/run-export-command.ts';
import type { ExportResult } from './run-export.ts';

/** Runs it to its end; relative paths are seen from `directory`. */
export async function runInProcess(args: readonly string[], directory = '/home/user'): Promise<ExportResult> {
  const output = { stdout: '', stderr: '' };
  const streamTo = (name: 'stdout' | 'stderr') =>
    ({
      write: (text: string) => {
        output[name] += text;
        return true;
      },
    }) as unknown as NodeJS.WritableStream;
  const exitCode = await runExportCommand(args, {
    stdout: streamTo('stdout'),
    stderr: streamTo('stderr'),
    directory,
    signal: new AbortController().signal,
  });
  return { exitCode, ...output };
}
