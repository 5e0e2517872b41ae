import type { ByteSource } from '../../../../media/mp4/block-reader.ts';
import { type Pieces, sizeOf } from './mp4-builder.ts';

/** An object in a bucket that is read by ranges, and that remembers which. */
export class FakeObject implements ByteSource {
  readonly sizeBytes: number;
  readonly ranges: { offset: number; length: number }[] = [];
  readonly #pieces: Pieces;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
    this.sizeBytes = sizeOf(pieces);
  }

  readRange = async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset < 0 || length < 1 || offset + length > this.sizeBytes) {
      throw new RangeError(`416: ${offset}+${length} of ${this.sizeBytes}`);
    }
    this.ranges.push({ offset, length });
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of this.#pieces) {
      const size = typeof piece === 'number' ? piece : piece.length;
      const from = Math.max(0, offset - at);
      const to = Math.min(size, offset + length - at);
      if (typeof piece !== 'number' && from < to) bytes.set(piece.subarray(from, to), at + from - offset);
      at += size;
    }
    return bytes;
  };
}
