import type { BlockReader } from './block-reader.ts';
import {
  type Box,
  fourCharacters,
  LARGE_HEADER_BYTES,
  payloadBytes,
  readBoxHeader,
  SMALL_HEADER_BYTES,
} from './box.ts';
import { Mp4DamagedError } from './mp4-damaged-error.ts';

/**
 * A whole export has some 60 boxes outside its sample tables, a fragmented recording of an hour some 7,000. The cap
 * ends a walk through boxes of 8 bytes that would otherwise last as long as the file.
 */
const MAX_BOXES = 10_000;

/** Reads box headers and payloads, and sees to it that every box lies inside its parent. */
export class BoxReader {
  readonly #blocks: BlockReader;
  #boxesRead = 0;

  constructor(blocks: BlockReader) {
    this.#blocks = blocks;
  }

  /**
   * Walks all boxes of the file, which must begin with a file type box (ISO/IEC 14496-12 4.3) and end exactly where its
   * last box does.
   */
  async topLevel(): Promise<Box[]> {
    await this.#requireFtyp();
    return collect(this.#walk(0, this.#blocks.sizeBytes));
  }

  /** Reads the headers of all boxes inside a box that has no fields of its own. */
  async children(parent: Box): Promise<Box[]> {
    return collect(this.childrenAfter(parent, 0));
  }

  /**
   * Walks the boxes inside a box one by one, so that the caller can stop before the expensive ones.
   *
   * @param fieldsBytes size of the parent's own fields, which come before its first child
   */
  childrenAfter(parent: Box, fieldsBytes: number): AsyncGenerator<Box> {
    const end = parent.offset + parent.sizeBytes;
    return this.#walk(parent.offset + parent.headerBytes + fieldsBytes, end, parent);
  }

  /** Reads the first bytes of a box's payload. @throws {@link Mp4DamagedError} `box-too-small` */
  async payload(box: Box, length: number): Promise<DataView> {
    if (payloadBytes(box) < length) {
      const finding = `expected at least ${length} bytes in ${box.type}, found ${payloadBytes(box)}`;
      throw new Mp4DamagedError('box-too-small', box.offset, finding);
    }
    return this.#blocks.read(box.offset + box.headerBytes, length);
  }

  /** Looks at the type alone: what is no MP4 at all should not be reported as one whose first box is too long. */
  async #requireFtyp(): Promise<void> {
    const isTooShort = this.#blocks.sizeBytes < SMALL_HEADER_BYTES;
    if (isTooShort || fourCharacters(await this.#blocks.read(0, SMALL_HEADER_BYTES), 4) !== 'ftyp') {
      throw new Mp4DamagedError('ftyp-missing', 0, 'expected a file that begins with ftyp (ISO/IEC 14496-12 4.3)');
    }
  }

  /** @param parent undefined for the file itself */
  async *#walk(start: number, end: number, parent?: Box): AsyncGenerator<Box> {
    for (let at = start; at < end; ) {
      const box = await this.#readBox(at, end, parent);
      yield box;
      at += box.sizeBytes;
    }
  }

  async #readBox(offset: number, end: number, parent?: Box): Promise<Box> {
    if (++this.#boxesRead > MAX_BOXES) {
      throw new Mp4DamagedError('too-many-boxes', offset, `expected at most ${MAX_BOXES} boxes, found more`);
    }
    const bytesLeft = end - offset;
    if (bytesLeft < SMALL_HEADER_BYTES) {
      throw new Mp4DamagedError('trailing-bytes', offset, `expected a box or the end, found ${bytesLeft} bytes`);
    }
    const header = await this.#blocks.read(offset, Math.min(LARGE_HEADER_BYTES, bytesLeft));
    const box = readBoxHeader(header, offset, parent === undefined ? bytesLeft : 0);
    if (box.sizeBytes < box.headerBytes) {
      const finding = `expected ${box.type} to hold its header of ${box.headerBytes} bytes, found size ${box.sizeBytes}`;
      throw new Mp4DamagedError('box-too-small', offset, finding);
    }
    if (box.sizeBytes > bytesLeft) {
      const where = parent === undefined ? 'the file' : parent.type;
      const finding = `expected ${box.type} to fit into the ${bytesLeft} bytes left in ${where}, found size ${box.sizeBytes}`;
      throw new Mp4DamagedError('box-beyond-parent', offset, finding);
    }
    return box;
  }
}

/**
 * Picks the box that must be there exactly once.
 *
 * @param parent undefined for the file itself
 * @throws {@link Mp4DamagedError} `box-missing`, `box-duplicated`
 */
export function onlyBox(boxes: readonly Box[], type: string, parent?: Box): Box {
  const where = parent?.type ?? 'the file';
  const [box, second] = boxes.filter((candidate) => candidate.type === type);
  if (second !== undefined) {
    throw new Mp4DamagedError('box-duplicated', second.offset, `expected one ${type} in ${where}, found two`);
  }
  if (box !== undefined) return box;
  throw new Mp4DamagedError('box-missing', parent?.offset ?? 0, `expected ${type} in ${where}, found none`);
}

async function collect(boxes: AsyncGenerator<Box>): Promise<Box[]> {
  const all: Box[] = [];
  for await (const box of boxes) all.push(box);
  return all;
}
