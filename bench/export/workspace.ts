/** Where recordings are made for a measurement: in memory when it has room, so that no disk is measured. */
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const memoryFolder = '/dev/shm';

/**
 * Makes a folder for as long as `use` runs; also when the process ends before, since it takes up memory.
 *
 * @param neededBytes what will be in it at most
 */
export async function withWorkspace<Result>(neededBytes: number, use: (folder: string) => Promise<Result>) {
  const parent = (await hasRoomInMemory(neededBytes)) ? memoryFolder : tmpdir();
  const folder = await mkdtemp(path.join(parent, 'ivs-recordings-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await use(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** A gigabyte is left for everything else. */
async function hasRoomInMemory(neededBytes: number): Promise<boolean> {
  if (!existsSync(memoryFolder)) return false;
  const { bavail, bsize } = await statfs(memoryFolder);
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  return Math.min(bavail * bsize, Number(kibibytes ?? 0) * 1024) > neededBytes + 1e9;
}
