import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import nodePath from 'node:path';
import type { MakeHead, MediaSink } from '../remux/media-sink.ts';
import { FileNotWritableError, systemErrorCode, toFileNotWritable } from './file-not-writable-error.ts';
import { BLOCK_BYTES, lengthOf, moveBack, type SinkFile, writePieces } from './sink-file.ts';

/** How to write a file. */
export interface FileSinkOptions {
  /** Replace a file that is there already, when the new one is whole; otherwise it is an error. */
  readonly isOverwriting: boolean;
  /** Bytes that are kept in memory before room for the head is reserved. */
  readonly heldBytes?: number;
  /** Opens the temporary file, which must not exist. */
  readonly openFile?: (path: string) => Promise<SinkFile>;
}

/** Some seconds of video, after which the length of the head can be estimated from what came. */
const HELD_BYTES = 4 * BLOCK_BYTES;

/**
 * A sink that makes a file, which appears whole under its name or not at all: it is written under a temporary name in
 * the same folder, `.<random>.part`, and renamed at the end.
 *
 * The head stands in front and is known last. The first bytes are kept in memory; once they become too many, room for
 * the head is left at the file's beginning, by the estimate and a margin. What the head does not need of it becomes a
 * `free` box; when the head needs more, the media is moved back.
 *
 * Before the file is renamed it is handed to the disk (`fdatasync`): a disk that is full or fails may say so only then
 * (`man 2 close`), and a file under its own name must be whole even after a power failure.
 *
 * @throws FileNotWritableError when there is a file of that name (unless it may be replaced), a folder of that name, or
 * when nothing can be written there
 */
export async function createFileSink(path: string, options: FileSinkOptions): Promise<MediaSink> {
  await refuseExisting(path, options.isOverwriting);
  const temporaryPath = nodePath.join(nodePath.dirname(path), `.${randomBytes(8).toString('hex')}.part`);
  try {
    // For reading as well, since media may have to be moved.
    const file = await (options.openFile ?? ((name) => open(name, 'wx+')))(temporaryPath);
    return new FileSink({ path, temporaryPath, file, ...options });
  } catch (error) {
    throw toFileNotWritable(path, error);
  }
}

async function refuseExisting(path: string, isOverwriting: boolean): Promise<void> {
  const stats = await lstatIfThere(path);
  if (stats?.isDirectory() === true) {
    throw new FileNotWritableError('is-folder', path, 'there is a folder of that name; choose another name');
  }
  if (stats === undefined || isOverwriting) return;
  throw new FileNotWritableError('exists', path, 'there is a file of that name already; it is left as it is');
}

async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    // Such as a name that is too long: better told now than when the file is to be renamed.
    throw toFileNotWritable(path, error);
  }
}

interface FileSinkParts extends FileSinkOptions {
  readonly path: string;
  readonly temporaryPath: string;
  readonly file: SinkFile;
}

class FileSink implements MediaSink {
  readonly #parts: FileSinkParts;
  readonly #heldLimit: number;
  #held: Uint8Array[] = [];
  /** Where the media begins in the file; `undefined` as long as all of it is held in memory. */
  #roomBytes: number | undefined;
  #mediaBytes = 0;
  #isClosed = false;

  constructor(parts: FileSinkParts) {
    this.#parts = parts;
    this.#heldLimit = parts.heldBytes ?? HELD_BYTES;
  }

  async append(pieces: readonly Uint8Array[], estimatedHeadBytes: number): Promise<void> {
    const position = this.#mediaBytes;
    this.#mediaBytes += lengthOf(pieces);
    if (this.#roomBytes !== undefined) return this.#write(pieces, this.#roomBytes + position);
    if (this.#mediaBytes <= this.#heldLimit) {
      this.#held.push(...pieces.map((piece) => new Uint8Array(piece)));
      return;
    }
    this.#roomBytes = roomFor(estimatedHeadBytes);
    const held = this.#held;
    this.#held = [];
    await this.#write([...held, ...pieces], this.#roomBytes);
  }

  async finish(makeHead: MakeHead): Promise<number> {
    const head = makeHead(this.#roomBytes);
    try {
      await this.#placeHead(head);
      await this.#parts.file.datasync();
      await this.#close();
      await refuseExisting(this.#parts.path, this.#parts.isOverwriting);
      await rename(this.#parts.temporaryPath, this.#parts.path);
    } catch (error) {
      throw toFileNotWritable(this.#parts.path, error);
    }
    return head.length + this.#mediaBytes;
  }

  async discard(): Promise<void> {
    try {
      await this.#close();
    } finally {
      await rm(this.#parts.temporaryPath, { force: true });
    }
  }

  async #placeHead(head: Uint8Array): Promise<void> {
    if (this.#roomBytes === undefined) return writePieces(this.#parts.file, [head, ...this.#held], 0);
    const missingBytes = head.length - this.#roomBytes;
    if (missingBytes < 0)
      throw new RangeError(`The head has ${head.length} bytes, expected ${this.#roomBytes} or more.`);
    if (missingBytes > 0) await moveBack(this.#parts.file, this.#roomBytes, this.#mediaBytes, missingBytes);
    await writePieces(this.#parts.file, [head], 0);
  }

  async #write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    try {
      await writePieces(this.#parts.file, pieces, position);
    } catch (error) {
      throw toFileNotWritable(this.#parts.path, error);
    }
  }

  /** Waits for what is being written. */
  async #close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#parts.file.close();
  }
}

/** An eighth more than is expected and 64 KiB; whole pages, since the media then begins on one. */
const roomFor = (estimatedHeadBytes: number): number =>
  Math.ceil((estimatedHeadBytes * 1.125 + 64 * 1024) / 4096) * 4096;
