import { Mp4DamagedError } from './mp4-damaged-error.ts';

/** One box of a file (ISO/IEC 14496-12 4.2). */
export interface Box {
  /** Four characters, ISO 8859-1. */
  readonly type: string;
  /** Byte position of its header in the file. */
  readonly offset: number;
  /** With its header. */
  readonly sizeBytes: number;
  /** 8 bytes, 8 more for a 64-bit size, 16 more for a `uuid` box. */
  readonly headerBytes: number;
}

/** size and type. */
export const SMALL_HEADER_BYTES = 8;
/** size, type and largesize. */
export const LARGE_HEADER_BYTES = 16;
/** The UUID after the header of a `uuid` box. */
const EXTENDED_TYPE_BYTES = 16;

/**
 * Reads a box's header (ISO/IEC 14496-12 4.2): size (32 bits), type, then largesize (64 bits) where size is 1, then the
 * extended type of a `uuid` box.
 *
 * @param header 16 bytes, or 8 where fewer than 16 are left
 * @param bytesToFileEnd what a size of 0 stands for: "to the end of the file", which only a top-level box may say;
 * 0 for a box inside another
 * @throws {@link Mp4DamagedError}
 */
export function readBoxHeader(header: DataView, offset: number, bytesToFileEnd: number): Box {
  const size = header.getUint32(0);
  const type = fourCharacters(header, 4);
  if (/\p{Cc}/u.test(type)) {
    throw new Mp4DamagedError('box-type-unreadable', offset, 'expected a box type of four printable characters');
  }
  if (size === 0 && bytesToFileEnd === 0) {
    throw new Mp4DamagedError('box-open-ended', offset, `expected the size of ${type}, found 0 inside another box`);
  }
  const isLarge = size === 1;
  const headerBytes = (isLarge ? LARGE_HEADER_BYTES : SMALL_HEADER_BYTES) + (type === 'uuid' ? EXTENDED_TYPE_BYTES : 0);
  const sizeBytes = isLarge ? readLargeSize(header, offset) : size === 0 ? bytesToFileEnd : size;
  return { type, offset, sizeBytes, headerBytes };
}

function readLargeSize(header: DataView, offset: number): number {
  if (header.byteLength < LARGE_HEADER_BYTES) {
    throw new Mp4DamagedError('box-too-small', offset, 'expected a 64-bit size, found too few bytes for it');
  }
  // Above 2^53 it is rounded, but then it is larger than any file and refused.
  return Number(header.getBigUint64(8));
}

/** @returns the bytes of a box after its header */
export function payloadBytes(box: Box): number {
  return box.sizeBytes - box.headerBytes;
}

/** Reads a four-character code, such as a box type, a brand or a sample entry's name; ISO 8859-1, so never fails. */
export function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
