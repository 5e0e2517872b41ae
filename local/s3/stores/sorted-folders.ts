import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorCodeOf } from '../error-code.ts';
import { compareUtf8 } from '../utf8-order.ts';

/** How many folders' names are kept. A listing works its way through one folder after the other. */
const FOLDERS_KEPT = 32;

/** A folder changed within the last two seconds may change again within the same tick of the file system's clock. */
const SETTLED_AFTER_MS = 2000;

/** What a path can be that leads to no file: nothing there, through a file, too long, round and round. */
const NO_SUCH_FILE: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'];

interface KeptFolder {
  readonly mtimeNs: bigint;
  readonly names: readonly string[];
}

/**
 * The names in a folder in the order of S3 listings, sub-folders with `/` behind the name. A recording of 48 hours has
 * 17,000 files in a folder and is listed page by page, so the names of settled folders are kept.
 */
export class SortedFolders {
  readonly #kept = new Map<string, KeptFolder>();

  /** The sorted names in the folder. Files that are neither file nor folder are left out. */
  async namesIn(directory: string): Promise<readonly string[]> {
    const { mtimeNs } = await stat(directory, { bigint: true });
    const kept = this.#kept.get(directory);
    if (kept?.mtimeNs === mtimeNs) return kept.names;
    const names = await readSortedNames(directory);
    this.#keep(directory, { mtimeNs, names });
    return names;
  }

  #keep(directory: string, folder: KeptFolder): void {
    this.#kept.delete(directory);
    // The real clock, not an injected one: it is compared with the file system's.
    if (Date.now() - Number(folder.mtimeNs / 1_000_000n) < SETTLED_AFTER_MS) return;
    this.#kept.set(directory, folder);
    const oldest = this.#kept.size > FOLDERS_KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** A file's state, or undefined if there is no such file. */
export async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (NO_SUCH_FILE.includes(errorCodeOf(error))) return undefined;
    throw error;
  }
}

async function readSortedNames(directory: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const name = entry.isSymbolicLink() ? await nameOfLinked(entry) : nameOf(entry);
    if (name !== undefined) names.push(name);
  }
  return names.sort(compareUtf8);
}

function nameOf(entry: Pick<Dirent, 'name' | 'isDirectory' | 'isFile'>): string | undefined {
  if (entry.isDirectory()) return `${entry.name}/`;
  return entry.isFile() ? entry.name : undefined;
}

async function nameOfLinked(entry: Dirent): Promise<string | undefined> {
  const path = join(entry.parentPath, entry.name);
  const target = await statIfThere(path);
  if (target === undefined) return undefined;
  // A link to a folder above itself would be listed for ever.
  if (target.isDirectory() && `${await realpath(entry.parentPath)}${sep}`.startsWith(`${await realpath(path)}${sep}`)) {
    return undefined;
  }
  return nameOf({ name: entry.name, isDirectory: () => target.isDirectory(), isFile: () => target.isFile() });
}
