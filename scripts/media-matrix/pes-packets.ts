import { wrapTicks } from './transport-packets.ts';

/** A PES packet to be made (ISO/IEC 13818-1 2.4.3.6). */
export interface PesPlan {
  readonly streamId: number;
  readonly pts?: number | undefined;
  /** Only where it differs from `pts`. */
  readonly dts?: number | undefined;
  readonly payload: Buffer;
  /** PES_packet_length: 0, "unbounded", is for video only (2.4.3.7). */
  readonly declaresLength: boolean;
  /** Bytes ff behind the header's fields; a decoder has to skip them (2.4.3.7). */
  readonly stuffingBytes?: number | undefined;
}

/** Bytes of a PES packet. */
export function pesPacket({ streamId, pts, dts, payload, declaresLength, stuffingBytes = 0 }: PesPlan): Buffer {
  const stuffing = Buffer.alloc(stuffingBytes, 0xff);
  const times = Buffer.concat([timeFields(pts, dts === pts ? undefined : dts), stuffing]);
  const length = 3 + times.length + payload.length;
  const header = Buffer.from([0, 0, 1, streamId, 0, 0, 0x80, 0, times.length]);
  // A picture of 64 kB or more has no length that fits.
  header.writeUInt16BE(declaresLength && length < 0x1_0000 ? length : 0, 4);
  header.writeUInt8((pts === undefined ? 0 : 0x80) | (dts === undefined || dts === pts ? 0 : 0x40), 7);
  return Buffer.concat([header, times, payload]);
}

function timeFields(pts: number | undefined, dts: number | undefined): Buffer {
  if (pts === undefined) return Buffer.alloc(0);
  if (dts === undefined) return timeField(0x2, pts);
  return Buffer.concat([timeField(0x3, pts), timeField(0x1, dts)]);
}

/** Four bits of prefix, then 3, 15 and 15 bits of time, each with a marker bit behind it. */
function timeField(prefix: number, ticks: number): Buffer {
  const time = BigInt(wrapTicks(ticks));
  const bits =
    (BigInt(prefix) << 36n) |
    ((time >> 30n) << 33n) |
    (1n << 32n) |
    (((time >> 15n) & 0x7fffn) << 17n) |
    (1n << 16n) |
    ((time & 0x7fffn) << 1n) |
    1n;
  const field = Buffer.alloc(8);
  field.writeBigUInt64BE(bits << 24n);
  return field.subarray(0, 5);
}
