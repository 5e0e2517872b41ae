import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StagedBytes } from './object-store.ts';

/** Bytes on their way into a disk store, in a file of their own. */
export class StagedFile implements StagedBytes {
  readonly id = randomUUID();
  readonly path: string;
  sizeBytes = 0;
  readonly #handle: FileHandle;

  /** Begins with an empty file in the folder. */
  static async create(directory: string): Promise<StagedFile> {
    const path = join(directory, randomUUID());
    return new StagedFile(path, await open(path, 'wx'));
  }

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  async write(chunk: Uint8Array): Promise<void> {
    // writeFile goes on where the file ends and, other than write, does not stop half-way through the chunk.
    await this.#handle.writeFile(chunk);
    this.sizeBytes += chunk.length;
  }

  async finish(): Promise<void> {
    await this.#handle.close();
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.path, { force: true });
  }
}
