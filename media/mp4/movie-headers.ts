import { type Box, fourCharacters } from './box.ts';
import type { BoxReader } from './box-reader.ts';
import { Mp4DamagedError } from './mp4-damaged-error.ts';

/** The clock that mvhd and mdhd both carry in the same place. */
export interface TimeHeader {
  /** Ticks per second. */
  readonly timescale: number;
  /** Ticks; 0 when the file says that it does not know (all bits set). */
  readonly durationTicks: number;
}

/**
 * Reads mvhd (ISO/IEC 14496-12 8.2.2) or mdhd (8.4.2), whose first fields are the same.
 *
 * @throws Mp4DamagedError `timescale-zero`, `version-unknown`, `duration-out-of-range`, `box-too-small`
 */
export async function readTimeHeader(boxes: BoxReader, box: Box): Promise<TimeHeader> {
  const isLong = (await readVersion(boxes, box)) === 1;
  // version and flags 4; creation_time, modification_time 2 × 4 (8); timescale 4; duration 4 (8)
  const view = await boxes.payload(box, isLong ? 32 : 20);
  const timescale = view.getUint32(isLong ? 20 : 12);
  const ticks = isLong ? view.getBigUint64(24) : BigInt(view.getUint32(16));
  const unknown = isLong ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn;
  if (timescale === 0) {
    throw new Mp4DamagedError('timescale-zero', box.offset, `expected ticks per second in ${box.type}, found 0`);
  }
  return { timescale, durationTicks: ticks === unknown ? 0 : toSafeNumber(ticks, box) };
}

/**
 * Reads track_ID of tkhd (ISO/IEC 14496-12 8.3.2).
 *
 * @throws Mp4DamagedError `track-id-invalid`, `version-unknown`, `box-too-small`
 */
export async function readTrackId(boxes: BoxReader, tkhd: Box): Promise<number> {
  const isLong = (await readVersion(boxes, tkhd)) === 1;
  // version and flags 4; creation_time, modification_time 2 × 4 (8); track_ID 4
  const view = await boxes.payload(tkhd, isLong ? 24 : 16);
  const id = view.getUint32(isLong ? 20 : 12);
  if (id === 0) throw new Mp4DamagedError('track-id-invalid', tkhd.offset, 'expected a track_ID, found 0');
  return id;
}

/** Reads handler_type of hdlr (ISO/IEC 14496-12 8.4.3): `vide`, `soun`, … */
export async function readHandlerType(boxes: BoxReader, hdlr: Box): Promise<string> {
  // version and flags 4; pre_defined 4; handler_type 4
  return fourCharacters(await boxes.payload(hdlr, 12), 8);
}

/**
 * Converts a duration to the nearest millisecond, in whole numbers: exact where `ticks * 1000` is above 2^53.
 *
 * @param box named in the error
 * @throws Mp4DamagedError `duration-out-of-range` above 2^53 − 1 ms
 */
export function toMilliseconds({ durationTicks, timescale }: TimeHeader, box: Box): number {
  const ticksPerSecond = BigInt(timescale);
  return toSafeNumber((BigInt(durationTicks) * 1000n + ticksPerSecond / 2n) / ticksPerSecond, box);
}

/** The first byte of a FullBox (ISO/IEC 14496-12 4.2). */
async function readVersion(boxes: BoxReader, box: Box): Promise<number> {
  const version = (await boxes.payload(box, 4)).getUint8(0);
  if (version <= 1) return version;
  throw new Mp4DamagedError('version-unknown', box.offset, `expected version 0 or 1 of ${box.type}, found ${version}`);
}

function toSafeNumber(value: bigint, box: Box): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  const finding = `expected a duration below 2^53 in ${box.type}, found ${value}`;
  throw new Mp4DamagedError('duration-out-of-range', box.offset, finding);
}
