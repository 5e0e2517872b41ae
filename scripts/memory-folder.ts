/** Folders for much that is soon gone: in memory, so that no disk is waited for or measured. */
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const memoryFolder = '/dev/shm';
/** Left for everything else. */
const sparedBytes = 1e9;

/**
 * Makes a folder for as long as `use` runs, in memory when that has room and on the disk otherwise. It is also removed
 * when the process ends before, since it takes up memory.
 *
 * @param prefix of the folder's name
 * @param neededBytes what will be in it at most
 */
export async function withMemoryFolder<Result>(
  prefix: string,
  neededBytes: number,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join((await memoryFolderWith(neededBytes)) ?? tmpdir(), prefix));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await use(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** A folder that lies in memory, where there is one with so much room (Linux); `undefined` elsewhere. */
async function memoryFolderWith(neededBytes: number): Promise<string | undefined> {
  if (!existsSync(memoryFolder)) return undefined;
  const { bavail, bsize } = await statfs(memoryFolder);
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  const hasRoom = Math.min(bavail * bsize, Number(kibibytes ?? 0) * 1024) > neededBytes + sparedBytes;
  return hasRoom ? memoryFolder : undefined;
}
