import type { FileHandle } from 'node:fs/promises';

/** What `createFileSink` needs of an open file; a `FileHandle`, or in a test one on a disk that is full. */
export type SinkFile = Pick<FileHandle, 'read' | 'writev' | 'datasync' | 'close'>;

/** Larger writes and reads fall out of the processor's cache and take longer. */
export const BLOCK_BYTES = 1024 * 1024;

/** Writes all pieces, one after the other, from a position in the file on, in writes of at most a block. */
export async function writePieces(file: SinkFile, pieces: readonly Uint8Array[], position: number): Promise<void> {
  let at = position;
  for (const group of groupsOf(pieces)) {
    await writeGroup(file, group, at);
    at += lengthOf(group);
  }
}

/** Bytes of all pieces. */
export const lengthOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

/**
 * Moves a stretch of the file towards its end, in place, block by block from the last one on, so that nothing is
 * overwritten before it was moved.
 */
export async function moveBack(file: SinkFile, from: number, lengthBytes: number, byBytes: number): Promise<void> {
  const block = new Uint8Array(Math.min(BLOCK_BYTES, lengthBytes));
  for (let end = lengthBytes; end > 0; ) {
    const start = Math.max(0, end - block.length);
    const bytes = block.subarray(0, end - start);
    await readWhole(file, bytes, from + start);
    await writePieces(file, [bytes], from + start + byBytes);
    end = start;
  }
}

/** Cuts the pieces into groups of at most a block each. */
function* groupsOf(pieces: readonly Uint8Array[]): Generator<Uint8Array[]> {
  let group: Uint8Array[] = [];
  let room = BLOCK_BYTES;
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; ) {
      const part = piece.subarray(start, start + room);
      group.push(part);
      start += part.length;
      room -= part.length;
      if (room > 0) continue;
      yield group;
      group = [];
      room = BLOCK_BYTES;
    }
  }
  if (group.length > 0) yield group;
}

/** A write may take less than it was given (`man 2 writev`), as when a disk fills up: the next one then says why. */
async function writeGroup(file: SinkFile, group: readonly Uint8Array[], position: number): Promise<void> {
  let rest = group;
  for (let at = position; rest.length > 0; ) {
    const { bytesWritten } = await file.writev(rest, at);
    if (bytesWritten === 0) throw new Error('A write to the file took nothing and gave no reason.');
    at += bytesWritten;
    rest = withoutFirst(rest, bytesWritten);
  }
}

function withoutFirst(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  return pieces.flatMap((piece) => {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    return skipped === piece.length ? [] : [piece.subarray(skipped)];
  });
}

async function readWhole(file: SinkFile, target: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0)
      throw new Error('The file is shorter than what was written to it: did another program cut it?');
    filled += bytesRead;
  }
}
