import { type BoxPart, int64, uint32, zeros } from './box-parts.ts';

/** The fields of mvhd, tkhd and mdhd whose width the version decides. */
export interface DurationFields {
  readonly version: 0 | 1;
  /** creation_time and modification_time: none, so that the same input gives the same file. */
  readonly times: BoxPart;
  readonly duration: BoxPart;
}

/** Beyond it a duration takes 64 bits: all bits set would say that it is not known (ISO/IEC 14496-12 8.2.2.3). */
const MAX_SHORT_DURATION = 0xffff_fffe;

/** ISO/IEC 14496-12 8.2.2.2, 8.3.2.2, 8.4.2.2: times and duration of 32 bits in version 0, of 64 in version 1. */
export function durationFields(ticks: number): DurationFields {
  if (ticks > MAX_SHORT_DURATION) return { version: 1, times: zeros(16), duration: int64(ticks) };
  return { version: 0, times: zeros(8), duration: uint32(ticks) };
}

/** matrix of mvhd and tkhd: nothing turned or moved (ISO/IEC 14496-12 8.2.2.2); the last column is 2.30. */
export const UNITY_MATRIX: BoxPart = uint32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);
