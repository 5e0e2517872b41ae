import { Mp4DamagedError } from './mp4-damaged-error.ts';

/** A file that can be read by ranges, such as an S3 object. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Must give exactly the bytes asked for; they are always inside the file. */
  readonly readRange: (offset: number, length: number) => Promise<Uint8Array>;
}

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Holds all headers of one track up to its sample tables, and is small beside the fixed cost of a request. */
const BLOCK_BYTES = 16 * 1024;

/** The walk goes forward but for one jump back, from the last top-level box into moov: one per track and box is enough. */
const MAX_BLOCKS = 8;

/**
 * Reads small pieces of a large file in few requests: what is asked for is fetched with the bytes that follow it, and
 * the last blocks are kept.
 */
export class BlockReader {
  readonly sizeBytes: number;
  readonly #readRange: ByteSource['readRange'];
  #blocks: readonly Block[] = [];

  constructor({ sizeBytes, readRange }: ByteSource) {
    this.sizeBytes = sizeBytes;
    this.#readRange = readRange;
  }

  /**
   * @param length bytes, which must lie inside the file
   * @throws {@link Mp4DamagedError} `short-read` when the source gives fewer bytes: the object was replaced meanwhile
   */
  async read(offset: number, length: number): Promise<DataView> {
    const isInside = (block: Block) => block.offset <= offset && offset + length <= block.offset + block.bytes.length;
    const block = this.#blocks.find(isInside) ?? (await this.#fetch(offset, length));
    return new DataView(block.bytes.buffer, block.bytes.byteOffset + offset - block.offset, length);
  }

  async #fetch(offset: number, length: number): Promise<Block> {
    const wanted = Math.min(Math.max(length, BLOCK_BYTES), this.sizeBytes - offset);
    const bytes = await this.#readRange(offset, wanted);
    if (bytes.length !== wanted) {
      throw new Mp4DamagedError('short-read', offset, `expected ${wanted} bytes, found ${bytes.length}`);
    }
    const block = { offset, bytes };
    this.#blocks = [block, ...this.#blocks].slice(0, MAX_BLOCKS);
    return block;
  }
}
