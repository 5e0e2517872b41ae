import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** A box at the top level of an MP4 file (ISO/IEC 14496-12, 4.2). */
interface Box {
  readonly type: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * Copies an MP4 file whose index (`moov`) stands last into one where it follows `ftyp`, so that a player can start
 * before it has the whole file. Chunk offsets count from the start of the file, so they all grow by the index's size.
 *
 * @throws Error when the file has no `ftyp` or `moov`, or an offset no longer fits into 32 bits.
 */
export async function placeIndexFirst(sourcePath: string, targetPath: string, signal: AbortSignal): Promise<void> {
  const source = await open(sourcePath);
  try {
    const boxes = await readTopLevelBoxes(source);
    const moov = boxes.find(({ type }) => type === 'moov');
    const [ftyp] = boxes;
    if (ftyp?.type !== 'ftyp' || moov === undefined) {
      throw new Error(`${sourcePath} is no MP4 file: its boxes are ${boxes.map(({ type }) => type).join(', ')}.`);
    }
    const index = await readBox(source, moov);
    shiftChunkOffsets(index.subarray(boxHeaderBytes), moov.size);
    const target = createWriteStream(targetPath);
    target.write(await readBox(source, ftyp));
    target.write(index);
    const media = createReadStream(sourcePath, { start: ftyp.size, end: moov.offset - 1 });
    await pipeline(media, target, { signal });
  } finally {
    await source.close();
  }
}

const boxHeaderBytes = 8;

async function readTopLevelBoxes(file: FileHandle): Promise<Box[]> {
  const { size: fileSize } = await file.stat();
  const boxes: Box[] = [];
  for (let offset = 0; offset < fileSize; offset += boxes.at(-1)?.size ?? fileSize) {
    const { buffer } = await file.read(Buffer.alloc(16), 0, 16, offset);
    const size = buffer.readUInt32BE(0);
    boxes.push({
      type: buffer.toString('latin1', 4, 8),
      offset,
      // 0: to the end of the file; 1: a 64-bit size follows the type.
      size: size === 0 ? fileSize - offset : size === 1 ? Number(buffer.readBigUInt64BE(8)) : size,
    });
  }
  return boxes;
}

async function readBox(file: FileHandle, { offset, size }: Box): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(size), 0, size, offset);
  return buffer;
}

/** The boxes on the way from `moov` to the chunk offsets (ISO/IEC 14496-12, 8.7.5). */
const containers = ['trak', 'mdia', 'minf', 'stbl'];

/** Adds `shift` to every chunk offset in the boxes of `content`, in place. */
function shiftChunkOffsets(content: Buffer, shift: number): void {
  for (let offset = 0; offset + boxHeaderBytes <= content.length; ) {
    const size = content.readUInt32BE(offset);
    const type = content.toString('latin1', offset + 4, offset + 8);
    const body = content.subarray(offset + boxHeaderBytes, offset + size);
    if (containers.includes(type)) {
      shiftChunkOffsets(body, shift);
    } else if (type === 'stco') {
      shift32BitOffsets(body, shift);
    } else if (type === 'co64') {
      shift64BitOffsets(body, shift);
    }
    offset += Math.max(size, boxHeaderBytes);
  }
}

function shift32BitOffsets(body: Buffer, shift: number): void {
  for (let position = 8; position < body.length; position += 4) {
    const shifted = body.readUInt32BE(position) + shift;
    if (shifted > 0xffff_ffff) {
      throw new Error('The file is so close to 4 GiB that its index cannot be put first; use MoovPlacement NORMAL.');
    }
    body.writeUInt32BE(shifted, position);
  }
}

function shift64BitOffsets(body: Buffer, shift: number): void {
  for (let position = 8; position < body.length; position += 8) {
    body.writeBigUInt64BE(body.readBigUInt64BE(position) + BigInt(shift), position);
  }
}
