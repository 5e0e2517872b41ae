import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteRange } from '../byte-range.ts';
import { type DiskRecord, fileStemOf, readDiskRecord } from './disk-record.ts';
import { StagedFile } from './disk-staging.ts';
import { KeyIndex } from './key-index.ts';
import type { ListStart, ObjectStore, OpenObject, StagedBytes, StoredObject } from './object-store.ts';

/** One version of an object. Its data files live as long as it is the current one, or is being read. */
interface DiskVersion {
  readonly record: DiskRecord;
  readers: number;
  isReplaced: boolean;
}

/** Loading 64 records at a time hides the disk's latency without running out of file descriptors. */
const RECORDS_LOADED_AT_ONCE = 64;
const READ_CHUNK_BYTES = 256 * 1024;

/**
 * A store in a folder, which survives a restart. `data/` holds the bytes, in files named after the hash of their key;
 * `records/` one small JSON per object, whose renaming into place is what makes a write happen; `staging/` what is
 * on its way. One process at a time. Nothing is synced: it survives the process, not a power cut.
 */
export class DiskStore implements ObjectStore {
  readonly #index = new KeyIndex<DiskVersion>();
  readonly #staged = new Map<string, StagedFile>();
  readonly #directory: string;

  /**
   * Opens the store in a folder, which is made if missing, and removes what an interrupted write left behind.
   *
   * @throws {ObjectRecordUnreadableError} if a record was tampered with.
   */
  static async open(directory: string): Promise<DiskStore> {
    const store = new DiskStore(directory);
    await rm(store.#path('staging'), { recursive: true, force: true });
    for (const folder of ['staging', 'data', 'records']) await mkdir(store.#path(folder), { recursive: true });
    await store.#loadRecords();
    return store;
  }

  private constructor(directory: string) {
    this.#directory = directory;
  }

  async find(key: string): Promise<StoredObject | undefined> {
    return this.#index.get(key)?.record.object;
  }

  async open(key: string): Promise<OpenObject | undefined> {
    const version = this.#index.get(key);
    if (version === undefined) return undefined;
    version.readers += 1;
    let isOpen = true;
    return {
      object: version.record.object,
      read: (range) => this.#read(version.record, range),
      close: async () => {
        if (isOpen) version.readers -= 1;
        isOpen = false;
        await this.#removeDataIfUnused(version);
      },
    };
  }

  async *list(prefix: string, start: ListStart): AsyncGenerator<StoredObject> {
    for (const { record } of this.#index.walk(prefix, start)) yield record.object;
  }

  async stage(): Promise<StagedBytes> {
    const staged = await StagedFile.create(this.#path('staging'));
    this.#staged.set(staged.id, staged);
    return {
      id: staged.id,
      write: (chunk) => staged.write(chunk),
      finish: () => staged.finish(),
      discard: async () => {
        if (this.#staged.delete(staged.id)) await staged.discard();
      },
    };
  }

  async commit(object: StoredObject, pieces: readonly StagedBytes[]): Promise<void> {
    const stem = fileStemOf(object.key);
    const record: DiskRecord = { object, pieces: await this.#moveIntoData(stem, pieces) };
    const draft = this.#path('staging', `${stem}.json`);
    await writeFile(draft, JSON.stringify(record));
    await rename(draft, this.#path('records', `${stem}.json`));
    const replaced = this.#index.get(object.key);
    this.#index.set(object.key, { record, readers: 0, isReplaced: false });
    await this.#retire(replaced);
  }

  async remove(key: string): Promise<void> {
    const version = this.#index.get(key);
    if (version === undefined) return;
    await rm(this.#path('records', `${fileStemOf(key)}.json`));
    this.#index.delete(key);
    await this.#retire(version);
  }

  async #moveIntoData(stem: string, pieces: readonly StagedBytes[]): Promise<DiskRecord['pieces']> {
    const moved: DiskRecord['pieces'] = [];
    for (const piece of pieces) {
      const staged = this.#staged.get(piece.id);
      if (staged === undefined) throw new RangeError(`Staged bytes ${piece.id} were discarded or committed before`);
      const file = `${stem}-${staged.id}`;
      await rename(staged.path, this.#path('data', file));
      this.#staged.delete(piece.id);
      moved.push({ file, sizeBytes: staged.sizeBytes });
    }
    return moved;
  }

  async *#read(record: DiskRecord, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
    const { first, last } = range ?? { first: 0, last: record.object.sizeBytes - 1 };
    let offset = 0;
    for (const { file, sizeBytes } of record.pieces) {
      const start = Math.max(0, first - offset);
      const end = Math.min(sizeBytes - 1, last - offset);
      offset += sizeBytes;
      if (start > end) continue;
      yield* createReadStream(this.#path('data', file), { start, end, highWaterMark: READ_CHUNK_BYTES });
    }
  }

  async #retire(version: DiskVersion | undefined): Promise<void> {
    if (version === undefined) return;
    version.isReplaced = true;
    await this.#removeDataIfUnused(version);
  }

  async #removeDataIfUnused(version: DiskVersion): Promise<void> {
    if (!version.isReplaced || version.readers > 0) return;
    for (const { file } of version.record.pieces) await rm(this.#path('data', file), { force: true });
  }

  async #loadRecords(): Promise<void> {
    const unclaimed = new Set(await readdir(this.#path('data')));
    const names = await readdir(this.#path('records'));
    for (let index = 0; index < names.length; index += RECORDS_LOADED_AT_ONCE) {
      const batch = names.slice(index, index + RECORDS_LOADED_AT_ONCE);
      for (const record of await Promise.all(batch.map((name) => readDiskRecord(this.#path('records', name))))) {
        this.#index.set(record.object.key, { record, readers: 0, isReplaced: false });
        for (const { file } of record.pieces) unclaimed.delete(file);
      }
    }
    for (const file of unclaimed) await rm(this.#path('data', file));
  }

  #path(...names: string[]): string {
    return join(this.#directory, ...names);
  }
}
