import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';

const memoryFolder = '/dev/shm';
/** Left for everything else. */
const sparedBytes = 1e9;

/** A folder that lies in memory, where there is one with so much room (Linux); `undefined` elsewhere. */
export async function memoryFolderWith(neededBytes: number): Promise<string | undefined> {
  if (!existsSync(memoryFolder)) return undefined;
  const { bavail, bsize } = await statfs(memoryFolder);
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  const hasRoom = Math.min(bavail * bsize, Number(kibibytes ?? 0) * 1024) > neededBytes + sparedBytes;
  return hasRoom ? memoryFolder : undefined;
}
