import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteRange } from '../hls/byte-range.ts';
import { SegmentDamagedError } from '../remux/segment-damaged-error.ts';
import type { OpenSegment, SegmentReader } from '../remux/segment-source.ts';
import { systemErrorCode } from './file-not-writable-error.ts';

/** A file or a part of one. */
export interface FileStretch {
  readonly path: string;
  /** The whole file when `undefined`. */
  readonly byteRange: ByteRange | undefined;
}

/** Where the bytes of one segment lie on disk. Plain data, so that it may be handed to a worker thread. */
export interface FileSegment extends FileStretch {
  /** As in messages and reports: `SourceSegment.name`. */
  readonly name: string;
  /** Where it begins in the recording, by the playlist; for messages. */
  readonly startSeconds: number;
  /** EXT-X-MAP (RFC 8216 §4.3.2.5): these bytes are read before the segment's own. */
  readonly map: FileStretch | undefined;
}

/** Without O_NONBLOCK, opening a named pipe would wait until somebody writes to it. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens segments that are files on disk. Bytes are read straight into the caller's memory.
 *
 * @param isTolerant whether a file that is shorter than its byte range is read as far as it goes: what is missing then
 * shows as media that is shorter than declared
 */
export function fileSegmentOpener(segments: readonly FileSegment[], isTolerant: boolean): OpenSegment {
  return async (index) => {
    const segment = segments[index];
    if (segment === undefined)
      throw new RangeError(`There are ${segments.length} segments, and none has index ${index}.`);
    const reader = new FileSegmentReader(segment);
    try {
      if (segment.map !== undefined) await reader.add(segment.map, isTolerant);
      await reader.add(segment, isTolerant);
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  };
}

interface OpenStretch {
  readonly path: string;
  readonly file: FileHandle;
  position: number;
  readonly end: number;
}

/** Reads stretches of files one after the other. */
class FileSegmentReader implements SegmentReader {
  readonly #segment: FileSegment;
  readonly #stretches: OpenStretch[] = [];
  #current = 0;

  constructor(segment: FileSegment) {
    this.#segment = segment;
  }

  /** @throws SegmentDamagedError `segment-missing`, `packet-truncated` */
  async add({ path, byteRange }: FileStretch, isTolerant: boolean): Promise<void> {
    const file = await this.#open(path);
    const stretch = { path, file, position: byteRange?.offset ?? 0, end: Number.POSITIVE_INFINITY };
    this.#stretches.push(stretch);
    const stats = await file.stat();
    if (!stats.isFile()) throw this.#damaged('segment-missing', `expected a file at ${path}, found something else`);
    if (byteRange === undefined) return;
    stretch.end = byteRange.offset + byteRange.length;
    if (stats.size >= stretch.end || isTolerant) return;
    const expected = `expected bytes ${byteRange.offset} to ${stretch.end} of ${path} (EXT-X-BYTERANGE)`;
    throw this.#damaged('packet-truncated', `${expected}, found a file of ${stats.size} bytes`);
  }

  async read(target: Uint8Array): Promise<number> {
    for (;;) {
      const stretch = this.#stretches[this.#current];
      if (stretch === undefined || target.length === 0) return 0;
      const wanted = Math.min(target.length, stretch.end - stretch.position);
      const bytesRead = await this.#read(stretch, target.subarray(0, wanted));
      stretch.position += bytesRead;
      if (bytesRead > 0) return bytesRead;
      this.#current++;
    }
  }

  async close(): Promise<void> {
    const stretches = this.#stretches.splice(0);
    await Promise.all(stretches.map(({ file }) => file.close()));
  }

  async #open(path: string): Promise<FileHandle> {
    try {
      return await open(path, OPEN_FLAGS);
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  async #read({ file, path, position }: OpenStretch, target: Uint8Array): Promise<number> {
    try {
      return (await file.read(target, 0, target.length, position)).bytesRead;
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  #unreadable(path: string, cause: unknown): unknown {
    const code = systemErrorCode(cause);
    if (code === undefined) return cause;
    const found = code === 'ENOENT' ? 'none' : `one that cannot be read (${code})`;
    return this.#damaged('segment-missing', `expected a file at ${path}, found ${found}`, { cause });
  }

  #damaged(reason: 'segment-missing' | 'packet-truncated', finding: string, options?: ErrorOptions) {
    const { name, startSeconds } = this.#segment;
    return new SegmentDamagedError(reason, { segment: name, seconds: startSeconds }, finding, options);
  }
}
