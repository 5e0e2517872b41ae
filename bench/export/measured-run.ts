/** Runs a program once and tells what it took. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import * as z from 'zod/mini';

/** What a run took. */
export interface RunFigures {
  /** From its start to its end, as a user waits for it. */
  readonly wallSeconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Largest resident set, in megabytes of 10⁶ bytes. */
  readonly peakMemoryMb: number;
}

/** A program to run. */
export interface MeasuredCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** File that standard output goes to; otherwise nobody reads it. */
  readonly stdoutFile?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * What a program of ours says of itself at its end, as a message: exacter than looking at it from outside every few ms,
 * and apart from what it prints, such as a Lambda's log.
 */
const ownFiguresSchema = z.object({ peakMemoryBytes: z.number() });

const lookEveryMs = 10;
/** CONFIG_HZ as Linux shows it to programs (`man 5 proc`, sysconf _SC_CLK_TCK). */
const ticksPerSecond = 100;

/** Runs it. One at a time: the CPU time is that of all children since the one before. @throws when it fails */
export async function runMeasured({ command, args, stdoutFile, environment }: MeasuredCommand): Promise<RunFigures> {
  const file = stdoutFile === undefined ? undefined : await open(stdoutFile, 'w');
  try {
    return await measure(command, args, file, environment);
  } finally {
    await file?.close();
  }
}

async function measure(
  command: string,
  args: readonly string[],
  file: FileHandle | undefined,
  environment: Readonly<Record<string, string>> | undefined,
): Promise<RunFigures> {
  const cpuBefore = childrenCpuSeconds();
  const startedAt = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', file?.fd ?? 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  let peakBytes = 0;
  const looking = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakMemoryBytes(child.pid));
  }, lookEveryMs);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  let own: unknown;
  child.on('message', (message) => {
    own = message;
  });
  const closed = Promise.withResolvers<number | null>();
  let wallSeconds = 0;
  child.on('exit', () => {
    wallSeconds = (performance.now() - startedAt) / 1000;
  });
  child.on('error', closed.reject).on('close', closed.resolve);
  const exitCode = await closed.promise.finally(() => clearInterval(looking));
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${complaints.slice(0, 1000)}`);
  const ownPeakBytes = own === undefined ? 0 : ownFiguresSchema.parse(own).peakMemoryBytes;
  const cpuSeconds = childrenCpuSeconds() - cpuBefore;
  return { wallSeconds, cpuSeconds, peakMemoryMb: Math.max(peakBytes, ownPeakBytes) / 1e6 };
}

/** `VmHWM` of `/proc/<pid>/status`; 0 when the process has ended. */
function peakMemoryBytes(pid: number | undefined): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readOrEmpty(`/proc/${pid}/status`))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** User and system time of the children that have ended: fields 16 and 17 of `/proc/self/stat`. */
function childrenCpuSeconds(): number {
  // The second field, the program's name in parentheses, may hold spaces.
  const fields = readOrEmpty('/proc/self/stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
