import { type AacFormat, makeAacFormat } from './aac-format.ts';

/** adts_fixed_header and adts_variable_header (ISO/IEC 14496-3 1.A.2.2.1, 1.A.2.2.2): 28 bits each. */
export const ADTS_HEADER_BYTES = 7;
/** With crc_check, 16 bits more (1.A.2.2.3). */
const ADTS_HEADER_WITH_CRC_BYTES = 9;
/** aac_frame_length has 13 bits and counts the header. */
export const MAX_ADTS_FRAME_BYTES = 8191;

// Fields are read one by one, since an object for each of millions of frames would cost too much.

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

/** Whether a header may begin here: syncword 0xFFF and layer 0. At least 2 bytes must be there. */
export const hasAdtsSync = (bytes: Uint8Array, at: number): boolean =>
  byteAt(bytes, at) === 0xff && (byteAt(bytes, at + 1) & 0xf6) === 0xf0;

/** protection_absent decides whether a checksum follows the header. */
export const adtsHeaderBytes = (bytes: Uint8Array, at: number): number =>
  (byteAt(bytes, at + 1) & 1) === 1 ? ADTS_HEADER_BYTES : ADTS_HEADER_WITH_CRC_BYTES;

/** aac_frame_length: of the whole frame, header included. */
export const adtsFrameBytes = (bytes: Uint8Array, at: number): number =>
  ((byteAt(bytes, at + 3) & 3) << 11) | (byteAt(bytes, at + 4) << 3) | (byteAt(bytes, at + 5) >> 5);

/** number_of_raw_data_blocks_in_frame + 1. */
export const adtsBlocks = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at + 6) & 3) + 1;

/**
 * The bits that tell the format: profile_ObjectType, sampling_frequency_index, channel_configuration. Equal keys are
 * equal formats; ID (MPEG-2 or -4), private and copyright bits may change at any time without meaning anything.
 */
export const adtsFormatKey = (bytes: Uint8Array, at: number): number =>
  ((byteAt(bytes, at + 2) & 0xfd) << 8) | (byteAt(bytes, at + 3) & 0xc0);

/** @returns the format, or a clause that says why it is unsupported */
export function formatOfKey(key: number): AacFormat | string {
  return makeAacFormat(key >> 14, (key >> 10) & 0xf, (key >> 6) & 7);
}

/**
 * Whether a frame begins here, where that is not sure: a header, and where its frame ends another one of the same format.
 *
 * @param end of the bytes that are there; 7 or more of them from `at`
 * @returns `undefined` when only more bytes can tell
 */
export function isAdtsFrame(bytes: Uint8Array, at: number, end: number): boolean | undefined {
  const isFollowed = isFollowedAdtsFrame(bytes, at, end);
  if (isFollowed !== true) return isFollowed;
  return adtsFormatKey(bytes, at + adtsFrameBytes(bytes, at)) === adtsFormatKey(bytes, at);
}

/** The same where a frame is expected: the header behind it may be of another format. */
export function isFollowedAdtsFrame(bytes: Uint8Array, at: number, end: number): boolean | undefined {
  const frameBytes = adtsFrameBytes(bytes, at);
  if (!hasAdtsSync(bytes, at) || frameBytes <= adtsHeaderBytes(bytes, at)) return false;
  const next = at + frameBytes;
  return next + ADTS_HEADER_BYTES > end ? undefined : hasAdtsSync(bytes, next);
}
