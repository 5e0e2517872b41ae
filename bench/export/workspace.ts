/** Where recordings are made for a measurement: in memory when it has room, so that no disk is measured. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryFolderWith } from '../../scripts/memory-folder.ts';

/**
 * Makes a folder for as long as `use` runs; also when the process ends before, since it takes up memory.
 *
 * @param neededBytes what will be in it at most
 */
export async function withWorkspace<Result>(neededBytes: number, use: (folder: string) => Promise<Result>) {
  const parent = (await memoryFolderWith(neededBytes)) ?? tmpdir();
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
