/** Runs `local/cli.ts` as `npm start` does, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A command line that has come to its end. */
export interface CliResult {
  readonly pid: number | undefined;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that is under way. */
export interface RunningCli {
  readonly child: ChildProcess;
  /** Resolves when its output, of either kind, matches; rejects when it ends before. */
  seen(pattern: RegExp): Promise<RegExpMatchArray>;
  readonly ended: Promise<CliResult>;
}

/** Starts it; relative paths among the arguments are seen from `from`. */
export function startCli(args: readonly string[], from = root): RunningCli {
  const child = spawn(process.execPath, ['local/cli.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, INIT_CWD: from, NO_COLOR: '1' },
  });
  const output = { stdout: '', stderr: '' };
  const look = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const each of look) each();
    });
  }
  const ended = once(child, 'close').then(([exitCode]) => ({ pid: child.pid, exitCode, ...output }) as CliResult);
  const seen = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const each = () => {
        const match = `${output.stdout}\n${output.stderr}`.match(pattern);
        if (match !== null) resolve(match);
      };
      look.add(each);
      each();
      void ended.then(({ stderr }) => reject(new Error(`It ended without ${pattern}: ${stderr}`)));
    });
  return { child, seen, ended };
}

/** Runs it to its end. */
export const runCli = (args: readonly string[], from?: string): Promise<CliResult> => startCli(args, from).ended;
