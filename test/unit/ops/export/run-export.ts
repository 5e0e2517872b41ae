/** Runs `ops/export/cli.ts` as `npm run export` does, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../../..');

/** The committed sample: a recording as IVS writes it, 30 s in four renditions. */
export const sampleRecording = path.join(root, 'local/sample/h7RkV3sNp8Ya');

/** A command that has come to its end. */
export interface ExportResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is under way. */
export interface RunningExport {
  readonly child: ChildProcess;
  readonly ended: Promise<ExportResult>;
}

const cli = 'ops/export/cli.ts';

/** Starts it; relative paths are seen from `from`, as typed there. */
export function startExport(args: readonly string[], from = root): RunningExport {
  return collect(spawn(process.execPath, [cli, ...args], spawnOptions(from)));
}

/** Starts it in a shell that lets no file become larger than a few kilobytes. */
export function startExportWithoutRoom(args: readonly string[]): RunningExport {
  const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, cli, ...args];
  return collect(spawn('sh', limited, spawnOptions(root)));
}

const spawnOptions = (from: string) => ({
  cwd: root,
  stdio: ['ignore' as const, 'pipe' as const, 'pipe' as const],
  env: { ...process.env, INIT_CWD: from },
});

function collect(child: ChildProcess): RunningExport {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return { child, ended: once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, ...output })) };
}

/** Runs it to its end. */
export const runExport = (args: readonly string[], from?: string): Promise<ExportResult> =>
  startExport(args, from).ended;
