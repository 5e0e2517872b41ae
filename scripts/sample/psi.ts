/** Packet identifiers of a real IVS recording, audio first; the PMT's own was not noted, 0x1000 is ffmpeg's choice. */
export const PIDS = { pat: 0x0000, pmt: 0x1000, audio: 0x0100, video: 0x0101, metadata: 0x0102 } as const;

const PROGRAM_NUMBER = 1;

/** `stream_type` values (ISO/IEC 13818-1, table 2-34). */
const STREAM_TYPE = { aacInAdts: 0x0f, h264: 0x1b, metadataInPes: 0x15 } as const;

/** ID3 is registered as a metadata format under these four letters; 0xffff and 0xff say "see the identifier". */
const ID3 = [0x49, 0x44, 0x33, 0x20];
const ID3_APPLICATION_AND_FORMAT = [0xff, 0xff, ...ID3, 0xff, ...ID3];
const METADATA_SERVICE_ID = 0;

/**
 * `metadata_pointer_descriptor` (ISO/IEC 13818-1, 2.6.58): the program's metadata is ID3, carried in this same
 * transport stream. Goes into the PMT's program loop, as Apple's "Timed Metadata for HTTP Live Streaming", 2.3.1, asks.
 */
const METADATA_POINTER = descriptor(0x25, [
  ...ID3_APPLICATION_AND_FORMAT,
  METADATA_SERVICE_ID,
  0x1f, // no locator record, MPEG_carriage_flags 0, five reserved bits
  ...twoBytes(PROGRAM_NUMBER),
]);

/** `metadata_descriptor` (ISO/IEC 13818-1, 2.6.60) of the elementary stream; ID3 needs no decoder configuration. */
const METADATA = descriptor(0x26, [...ID3_APPLICATION_AND_FORMAT, METADATA_SERVICE_ID, 0x0f]);

/** The program association section (ISO/IEC 13818-1, 2.4.4.3): one program, and where its map is. */
export function programAssociationSection(): Buffer {
  return section(0x00, 1, [...twoBytes(PROGRAM_NUMBER), ...pidField(PIDS.pmt)]);
}

/** The program map section (ISO/IEC 13818-1, 2.4.4.8): AAC, H.264 and timed ID3, in this order. */
export function programMapSection(): Buffer {
  return section(0x02, PROGRAM_NUMBER, [
    ...pidField(PIDS.video), // PCR_PID
    ...lengthField(METADATA_POINTER.length),
    ...METADATA_POINTER,
    ...elementaryStream(STREAM_TYPE.aacInAdts, PIDS.audio, []),
    ...elementaryStream(STREAM_TYPE.h264, PIDS.video, []),
    ...elementaryStream(STREAM_TYPE.metadataInPes, PIDS.metadata, METADATA),
  ]);
}

/** CRC-32 of PSI sections (ISO/IEC 13818-1, annex A): polynomial 0x04c11db7, from the top bit, not inverted. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
    }
  }
  return crc >>> 0;
}

function section(tableId: number, tableIdExtension: number, body: number[]): Buffer {
  const afterLength = [...twoBytes(tableIdExtension), 0xc1, 0, 0, ...body]; // version 0, current, section 0 of 0
  const bytes = Buffer.from([tableId, ...twoBytes(0xb000 | (afterLength.length + 4)), ...afterLength, 0, 0, 0, 0]);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

function elementaryStream(streamType: number, pid: number, descriptors: number[]): number[] {
  return [streamType, ...pidField(pid), ...lengthField(descriptors.length), ...descriptors];
}

function descriptor(tag: number, body: number[]): number[] {
  return [tag, body.length, ...body];
}

function pidField(pid: number): number[] {
  return twoBytes(0xe000 | pid); // three reserved bits
}

function lengthField(length: number): number[] {
  return twoBytes(0xf000 | length); // four reserved bits
}

function twoBytes(value: number): number[] {
  return [value >> 8, value & 0xff];
}
