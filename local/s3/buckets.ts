import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Bucket } from './bucket.ts';
import { KeyLocks } from './key-locks.ts';
import { S3Error } from './s3-error.ts';
import { DiskStore } from './stores/disk-store.ts';
import type { ObjectStore } from './stores/object-store.ts';

/** Lies in the folder of each bucket on disk. */
const BUCKET_FILE = 'bucket.json';

const bucketFileSchema = z.object({ createdAtMs: z.number() });

/** The buckets of the server: those with a folder of their own, found again at the next start, and those in memory. */
export class Buckets {
  readonly #directory: string;
  readonly #buckets = new Map<string, Bucket>();
  readonly #locks = new KeyLocks();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens the buckets that lie in the folder, which is made if missing. */
  static async open(directory: string): Promise<Buckets> {
    const buckets = new Buckets(directory);
    await mkdir(directory, { recursive: true });
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (entry.isDirectory() && isBucketName(entry.name)) await buckets.#load(entry.name);
    }
    return buckets;
  }

  /** All of them, by name. */
  all(): readonly Bucket[] {
    return [...this.#buckets.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#buckets.has(name);
  }

  /**
   * Finds a bucket.
   *
   * @throws {S3Error} `NoSuchBucket`.
   */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
    return bucket;
  }

  /**
   * Makes a bucket, on disk unless a store is given.
   *
   * @throws {S3Error} `InvalidBucketName`, `BucketAlreadyOwnedByYou`.
   */
  async create(name: string, createdAtMs: number, store?: ObjectStore): Promise<Bucket> {
    if (!isBucketName(name)) throw new S3Error('InvalidBucketName', undefined, { BucketName: name });
    return this.#locks.run(name, async () => {
      if (this.#buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: name });
      const bucket = new Bucket(name, createdAtMs, store ?? (await this.#createOnDisk(name, createdAtMs)));
      this.#buckets.set(name, bucket);
      return bucket;
    });
  }

  async #createOnDisk(name: string, createdAtMs: number): Promise<ObjectStore> {
    const store = await DiskStore.open(join(this.#directory, name));
    await writeFile(join(this.#directory, name, BUCKET_FILE), JSON.stringify({ createdAtMs }));
    return store;
  }

  async #load(name: string): Promise<void> {
    const directory = join(this.#directory, name);
    // A folder without the file is a bucket whose making was cut short.
    if (!(await readdir(directory)).includes(BUCKET_FILE)) return;
    const { createdAtMs } = bucketFileSchema.parse(JSON.parse(await readFile(join(directory, BUCKET_FILE), 'utf8')));
    this.#buckets.set(name, new Bucket(name, createdAtMs, await DiskStore.open(directory)));
  }
}

/**
 * S3's naming rules, as far as they keep a name apart from a path and a host.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+(\.\d+){3}$/.test(name);
}
