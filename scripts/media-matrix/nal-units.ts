/** NAL units of an H.264 byte stream (ISO/IEC 14496-10 annex B), cut and joined for the test matrix. */

/** Kinds of NAL units that the matrix handles by name (ISO/IEC 14496-10, table 7-1). */
export const NAL = {
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
  endOfSequence: 10,
  endOfStream: 11,
  filler: 12,
  spsExtension: 13,
} as const;

/** nal_unit_type (7.3.1). */
export const nalType = (unit: Buffer): number => unit.readUInt8(0) & 0x1f;

/** First slice of a picture: first_mb_in_slice, the first field of a slice header, is 0, which ue(v) codes as one 1. */
export const isFirstSlice = (unit: Buffer): boolean =>
  nalType(unit) >= 1 && nalType(unit) <= NAL.idr && (unit.readUInt8(1) & 0x80) !== 0;

/** Cuts a byte stream at its start codes; leading and trailing zeros (B.1) belong to no unit. */
export function splitNalUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = stream.indexOf('000001', 0, 'hex');
  while (start >= 0) {
    const next = stream.indexOf('000001', start + 3, 'hex');
    let end = next < 0 ? stream.length : next;
    while (end > start + 3 && stream.readUInt8(end - 1) === 0) end--;
    units.push(stream.subarray(start + 3, end));
    start = next;
  }
  return units;
}

/** How units are joined to a byte stream: 3- or 4-byte start codes, or a 4-byte one before the first only. */
export type StartCodes = 'three' | 'four' | 'mixed';

/** The opposite of {@link splitNalUnits}. */
export function joinNalUnits(units: readonly Buffer[], startCodes: StartCodes = 'mixed'): Buffer {
  const code = (index: number) =>
    Buffer.from(startCodes === 'four' || (startCodes === 'mixed' && index === 0) ? [0, 0, 0, 1] : [0, 0, 1]);
  return Buffer.concat(units.flatMap((unit, index) => [code(index), unit]));
}

const NOT_IN_SAMPLES: readonly number[] = [
  NAL.sps,
  NAL.pps,
  NAL.delimiter,
  NAL.endOfSequence,
  NAL.endOfStream,
  NAL.filler,
  NAL.spsExtension,
];

/** The sample that an MP4 has to hold for an access unit: units with lengths of 4 bytes (ISO/IEC 14496-15 5.3.4.2). */
export function sampleOf(units: readonly Buffer[]): Buffer {
  const kept = units.filter((unit) => !NOT_IN_SAMPLES.includes(nalType(unit)));
  return Buffer.concat(kept.flatMap((unit) => [lengthOf(unit), unit]));
}

function lengthOf(unit: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(unit.length);
  return length;
}

/** An access unit delimiter for a picture with slices of any type (7.3.2.4: primary_pic_type 7, stop bit). */
export const delimiterUnit = (): Buffer => Buffer.from([NAL.delimiter, 0xf0]);

/** Filler data (7.3.2.7): ff bytes and the stop bit. */
export const fillerUnit = (sizeBytes: number): Buffer =>
  Buffer.concat([Buffer.from([NAL.filler]), Buffer.alloc(sizeBytes, 0xff), Buffer.from([0x80])]);

/** A user_data_unregistered SEI message (D.1.7) with as many bytes as are wanted, none of them zero. */
export function userDataUnit(sizeBytes: number): Buffer {
  const payloadBytes = 16 + sizeBytes;
  const size = Buffer.alloc(Math.floor(payloadBytes / 255) + 1, 0xff);
  size.writeUInt8(payloadBytes % 255, size.length - 1);
  const payload = Buffer.alloc(payloadBytes, 0x5a);
  return Buffer.concat([Buffer.from([NAL.sei, 5]), size, payload, Buffer.from([0x80])]);
}
