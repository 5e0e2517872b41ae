/** The folder of a run of `npm start`, below `.local`, and those of runs that were killed. */
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** Whose processes are meant: from a container that shares the folder, those outside cannot be seen. */
const host = hostname();

/** Name of this process's folder. */
export const runFolderName = (pid: number): string => `run-${host}-${pid}`;

/** Name of a file that becomes `name` once it is whole, of which others may write one at the same time. */
export const unfinishedName = (name: string, pid: number): string => `${name}.${host}-${pid}`;

/**
 * Removes what ended processes have left in `localDirectory`: folders of runs and unfinished exports. What cannot be
 * removed stays for the next start.
 *
 * @param isRunning Whether there is a process with that id, other than this one.
 */
export async function removeLeftBehind(localDirectory: string, isRunning = isOtherProcess): Promise<void> {
  const exports = path.join(localDirectory, 'exports');
  const found = [
    ...pathsOf(localDirectory, `run-${host}-`),
    // As they were called before.
    ...pathsOf(localDirectory, 'run-'),
    ...pathsOf(exports, `.${host}-`),
  ];
  const left = found.filter(({ pid }) => !isRunning(pid));
  await Promise.all(left.map((each) => rm(each.path, { recursive: true, force: true }).catch(() => {})));
}

/** Entries whose names end in `mark` and a process's id. */
function pathsOf(directory: string, mark: string): { path: string; pid: number }[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const at = name.lastIndexOf(mark);
    const id = name.slice(at + mark.length);
    const isOurs = at >= 0 && (mark.startsWith('.') || at === 0) && /^\d+$/.test(id);
    return isOurs ? [{ path: path.join(directory, name), pid: Number(id) }] : [];
  });
}

/** This one has only begun: what bears its id is of another one that had it before. */
function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    // Signal 0 only asks (kill(2)).
    return process.kill(pid, 0);
  } catch (error) {
    // There is one, and it is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
