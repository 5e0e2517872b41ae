import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ByteRange } from '../byte-range.ts';
import { firstNotBehind, isKeyBehind, isPrefixBehind } from '../list-position.ts';
import { compareUtf8 } from '../utf8-order.ts';
import { contentTypeOf } from './content-types.ts';
import type { ListStart, OpenObject, ReadableStore, StoredObject } from './object-store.ts';
import { SortedFolders, statIfThere } from './sorted-folders.ts';

const READ_CHUNK_BYTES = 256 * 1024;

/** Asking for the state of files one after the other takes four times as long. */
const FILES_LOOKED_AT_ONCE = 50;

/**
 * A folder's files as objects whose keys are a prefix and the file's path in the folder. They are served from where
 * they lie, never copied and never written.
 */
export class MountedDirectory implements ReadableStore {
  /** Ends in `/`. */
  readonly keyPrefix: string;
  readonly #directory: string;
  readonly #folders = new SortedFolders();

  constructor(directory: string, keyPrefix: string) {
    this.#directory = directory;
    this.keyPrefix = keyPrefix;
  }

  async find(key: string): Promise<StoredObject | undefined> {
    const path = this.#pathOf(key);
    const stats = path === undefined ? undefined : await statIfThere(path);
    return stats?.isFile() ? describeFile(key, stats) : undefined;
  }

  async open(key: string): Promise<OpenObject | undefined> {
    // Looked at first, since opening a pipe would wait for its other end.
    const path = (await this.find(key)) && this.#pathOf(key);
    if (path === undefined) return undefined;
    const handle = await open(path);
    const object = describeFile(key, await handle.stat({ bigint: true }));
    return { object, read: (range) => readFile(handle, object, range), close: () => handle.close() };
  }

  list(prefix: string, start: ListStart): AsyncGenerator<StoredObject> {
    return this.#walk(this.#directory, this.keyPrefix, prefix, start);
  }

  async *#walk(directory: string, base: string, prefix: string, start: ListStart): AsyncGenerator<StoredObject> {
    if (!base.startsWith(prefix) && !prefix.startsWith(base)) return;
    const names = await this.#folders.namesIn(directory);
    let next = firstNotBehind(names, (name) => isBehind(base + name, prefix, start));
    while (next < names.length) {
      const batch = names.slice(next, next + FILES_LOOKED_AT_ONCE);
      next += batch.length;
      const files = await Promise.all(batch.map((name) => findListed(directory, base, name, prefix)));
      for (const [index, name] of batch.entries()) {
        const file = files[index];
        if (name.endsWith('/')) yield* this.#walk(join(directory, name), base + name, prefix, start);
        else if (file !== undefined) yield file;
        else if (!(base + name).startsWith(prefix)) return;
      }
    }
  }

  /** Undefined for a key that names no file: `..` and its like would lead out of the folder, S3 takes them literally. */
  #pathOf(key: string): string | undefined {
    const segments = key.slice(this.keyPrefix.length).split('/');
    const isPlain = segments.every(
      (segment) => !/^\.{0,2}$/.test(segment) && !/\0/.test(segment) && !segment.includes(sep),
    );
    return isPlain ? join(this.#directory, ...segments) : undefined;
  }
}

/** Undefined for a folder, for a file that has gone meanwhile, and beyond the prefix. */
async function findListed(directory: string, base: string, name: string, prefix: string) {
  const key = base + name;
  if (key.endsWith('/') || !key.startsWith(prefix)) return undefined;
  const stats = await statIfThere(join(directory, name));
  return stats && describeFile(key, stats);
}

function isBehind(key: string, prefix: string, start: ListStart): boolean {
  const isFolder = key.endsWith('/');
  if (compareUtf8(key, prefix) < 0 && !(isFolder && prefix.startsWith(key))) return true;
  return isFolder ? isPrefixBehind(key, start) : isKeyBehind(key, start);
}

function describeFile(key: string, stats: BigIntStats): StoredObject {
  // Hashing the bytes of a recording of any size would take minutes. The part count tells clients that it is no MD5.
  const etag = `${createHash('md5').update(`${stats.size}-${stats.mtimeNs}`).digest('hex')}-1`;
  return {
    key,
    etag,
    sizeBytes: Number(stats.size),
    lastModifiedMs: Number(stats.mtimeNs / 1_000_000_000n) * 1000,
    storageClass: 'STANDARD',
    headers: { 'content-type': contentTypeOf(key) },
  };
}

async function* readFile(handle: FileHandle, object: StoredObject, range: ByteRange | undefined) {
  const { first, last } = range ?? { first: 0, last: object.sizeBytes - 1 };
  if (first > last) return;
  yield* handle.createReadStream({ start: first, end: last, autoClose: false, highWaterMark: READ_CHUNK_BYTES });
}
