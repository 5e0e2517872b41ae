/** A virtual environment of Python with MiniStack in it, made once and kept below `.local/`, which git ignores. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runCommand } from '../../../scripts/run-command.ts';

const requirementsFile = path.join(import.meta.dirname, 'requirements.txt');
const directory = path.join(root, '.local', 'ministack');
const stampFile = path.join(directory, 'requirements.sha256');

const candidates = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
// ensurepip comes with Debian's python3-venv, and without it a virtual environment has no pip.
const check = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)';

/** The first Python that will do, as a command; `undefined` when there is none. */
export const findPython = (): string | undefined =>
  candidates.find((command) => spawnSync(command, ['-c', check], { stdio: 'ignore' }).status === 0);

/** Makes the environment, unless it is there and holds what is required; gives its interpreter. */
export async function prepareVirtualEnvironment(python: string): Promise<string> {
  const interpreter = path.join(directory, 'bin', 'python');
  const stamp = createHash('sha256').update(readFileSync(requirementsFile)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && canRun(interpreter)) return interpreter;
  rmSync(directory, { recursive: true, force: true });
  await demandSuccess(python, ['-m', 'venv', directory]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirementsFile];
  await demandSuccess(interpreter, install);
  writeFileSync(stampFile, stamp);
  return interpreter;
}

/** Not when the Python that it was made of is gone. */
const canRun = (interpreter: string): boolean =>
  spawnSync(interpreter, ['-c', 'import ministack'], { stdio: 'ignore' }).status === 0;

async function demandSuccess(command: string, args: readonly string[]): Promise<void> {
  const exitCode = await runCommand(command, args);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}; see its output above.`);
}
