import { TICKS_PER_VIDEO_FRAME } from './timeline.ts';

/** Where one coded picture lies in the H.264 byte stream, and its times relative to the first frame shown. */
export type AccessUnit = { offset: number; sizeBytes: number; ptsTicks: number; dtsTicks: number; isKeyFrame: boolean };

/** Thrown when what ffmpeg made is not what was asked for. */
export class EncodedStreamError extends Error {
  override readonly name = 'EncodedStreamError';
}

/**
 * Reads ffmpeg's framecrc listing of a video stream: lines of `stream, dts, pts, duration, size, crc[, flags…]`,
 * where a line without `F=` stands for a key frame.
 *
 * @returns the access units in decoding order
 */
export function parseFramecrc(listing: string): AccessUnit[] {
  if (!listing.includes('#tb 0: 1/30\n')) {
    throw new EncodedStreamError(`Expected a video of time base 1/30, found: ${listing.slice(0, 100)}`);
  }
  let offset = 0;
  return listing
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, dts, pts, , size] = line.split(',').map(Number);
      if (dts === undefined || pts === undefined || size === undefined) {
        throw new EncodedStreamError(`Expected six fields in a line of framecrc, found: ${line}`);
      }
      const unit = {
        offset,
        sizeBytes: size,
        ptsTicks: pts * TICKS_PER_VIDEO_FRAME,
        dtsTicks: dts * TICKS_PER_VIDEO_FRAME,
        isKeyFrame: !line.includes('F='),
      };
      offset += size;
      return unit;
    });
}

/**
 * Cuts an ADTS stream into frames, each with its header (ISO/IEC 13818-7, 6.2.1: the 13-bit `aac_frame_length`, header
 * included, lies across bytes 3 to 5).
 */
export function splitAdtsFrames(stream: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let offset = 0; offset < stream.length; ) {
    const hasSyncword = stream.length - offset >= 7 && (stream.readUInt16BE(offset) & 0xfff6) === 0xfff0;
    const length = hasSyncword ? (stream.readUIntBE(offset + 3, 3) >> 5) & 0x1fff : 0;
    if (length < 7 || offset + length > stream.length) {
      throw new EncodedStreamError(`Expected a whole ADTS frame at byte ${offset} of ${stream.length}, found none.`);
    }
    frames.push(stream.subarray(offset, offset + length));
    offset += length;
  }
  return frames;
}
