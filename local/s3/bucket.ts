import { checkWriteConditions, type WriteConditions } from './conditions.ts';
import { KeyLocks } from './key-locks.ts';
import { S3Error } from './s3-error.ts';
import type { MountedDirectory } from './stores/mounted-directory.ts';
import type {
  ListStart,
  ObjectStore,
  OpenObject,
  ReadableStore,
  StagedBytes,
  StoredObject,
} from './stores/object-store.ts';
import { compareUtf8 } from './utf8-order.ts';

/** Thrown when a mount would overlap another one in the same bucket. */
export class MountOverlapError extends Error {
  override readonly name = 'MountOverlapError';
}

/** Objects under a name: those in its store, and in front of them the mounted folders, each under its prefix. */
export class Bucket implements ReadableStore {
  readonly name: string;
  readonly createdAtMs: number;
  readonly #store: ObjectStore;
  readonly #mounts: MountedDirectory[] = [];
  readonly #locks = new KeyLocks();

  constructor(name: string, createdAtMs: number, store: ObjectStore) {
    this.name = name;
    this.createdAtMs = createdAtMs;
    this.#store = store;
  }

  /**
   * Puts a folder in front of everything under its prefix.
   *
   * @throws {MountOverlapError}
   */
  mount(directory: MountedDirectory): void {
    const prefix = directory.keyPrefix;
    const other = this.#mounts.find(({ keyPrefix }) => keyPrefix.startsWith(prefix) || prefix.startsWith(keyPrefix));
    if (other !== undefined) {
      throw new MountOverlapError(`${prefix} overlaps ${other.keyPrefix}, which is mounted in ${this.name} already`);
    }
    this.#mounts.push(directory);
  }

  find(key: string): Promise<StoredObject | undefined> {
    return this.#storeOf(key).find(key);
  }

  open(key: string): Promise<OpenObject | undefined> {
    return this.#storeOf(key).open(key);
  }

  list(prefix: string, start: ListStart): AsyncIterable<StoredObject> {
    // Of a thousand mounted recordings a listing mostly concerns one.
    const mounts = this.#mounts.filter(({ keyPrefix }) => keyPrefix.startsWith(prefix) || prefix.startsWith(keyPrefix));
    if (mounts.length === 0) return this.#store.list(prefix, start);
    return mergeListings([this.#listStored(prefix, start), ...mounts.map((mount) => mount.list(prefix, start))]);
  }

  /**
   * Sees to it that a key can be written, before its bytes are taken in.
   *
   * @throws {S3Error} `AccessDenied` under a mount, `KeyTooLongError` above S3's 1,024 bytes.
   */
  assertWritable(key: string): void {
    const sizeBytes = Buffer.byteLength(key);
    if (sizeBytes > 1024) throw new S3Error('KeyTooLongError', undefined, { Size: sizeBytes, MaxSizeAllowed: 1024 });
    const mount = this.#mounts.find(({ keyPrefix }) => key.startsWith(keyPrefix));
    if (mount === undefined) return;
    throw new S3Error('AccessDenied', `Everything under ${mount.keyPrefix} is a mounted folder, which is read only.`);
  }

  /** Begins to take in bytes. */
  stage(): Promise<StagedBytes> {
    return this.#store.stage();
  }

  /**
   * Makes staged bytes the object, if the conditions hold at that moment.
   *
   * @throws {S3Error} `PreconditionFailed`, `NoSuchKey`, `AccessDenied`.
   */
  async commit(object: StoredObject, pieces: readonly StagedBytes[], conditions: WriteConditions): Promise<void> {
    this.assertWritable(object.key);
    await this.#locks.run(object.key, async () => {
      checkWriteConditions(conditions, object.key, await this.#store.find(object.key));
      await this.#store.commit(object, pieces);
    });
  }

  /** Removes an object; one that is not there is as good as removed. */
  async remove(key: string): Promise<void> {
    this.assertWritable(key);
    await this.#locks.run(key, () => this.#store.remove(key));
  }

  #storeOf(key: string): ReadableStore {
    return this.#mounts.find(({ keyPrefix }) => key.startsWith(keyPrefix)) ?? this.#store;
  }

  async *#listStored(prefix: string, start: ListStart): AsyncGenerator<StoredObject> {
    for await (const object of this.#store.list(prefix, start)) {
      if (this.#storeOf(object.key) === this.#store) yield object;
    }
  }
}

/** Merges listings, each in order, into one. Their keys never meet, since a mount hides what is stored below it. */
async function* mergeListings(listings: ReadonlyArray<AsyncIterable<StoredObject>>): AsyncGenerator<StoredObject> {
  const heads: { next: StoredObject; rest: AsyncIterator<StoredObject> }[] = [];
  for (const listing of listings) {
    const rest = listing[Symbol.asyncIterator]();
    const { done, value } = await rest.next();
    if (done !== true) heads.push({ next: value, rest });
  }
  while (heads.length > 0) {
    const lowest = heads.reduce((low, head) => (compareUtf8(head.next.key, low.next.key) < 0 ? head : low));
    yield lowest.next;
    const { done, value } = await lowest.rest.next();
    if (done === true) heads.splice(heads.indexOf(lowest), 1);
    else lowest.next = value;
  }
}
