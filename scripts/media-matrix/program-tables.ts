/** Program tables (ISO/IEC 13818-1 2.4.4) of the test matrix. */

export const PMT_PID = 0x1000;

/** An elementary stream in a program map table. */
export interface StreamEntry {
  readonly streamType: number;
  readonly pid: number;
  readonly descriptors?: Buffer;
}

/** stream_type values (table 2-34, and ATSC A/53 for AC-3). */
export const STREAM_TYPE = { mp3: 0x03, adts: 0x0f, metadata: 0x15, h264: 0x1b, hevc: 0x24, ac3: 0x81 } as const;

/** 2.4.4.3: program numbers and the PIDs of their maps. */
export function associationSection(programs: readonly { number: number; pid: number }[]): Buffer {
  const entries = programs.map(({ number, pid }) => Buffer.from([number >> 8, number & 0xff, 0xe0 | (pid >> 8), pid]));
  return section(0x00, 1, Buffer.concat(entries));
}

/** 2.4.4.8: the streams of a program and the PID of its clock. */
export function mapSection(program: number, pcrPid: number, streams: readonly StreamEntry[]): Buffer {
  const entries = streams.map(({ streamType, pid, descriptors = Buffer.alloc(0) }) =>
    Buffer.concat([
      Buffer.from([streamType, 0xe0 | (pid >> 8), pid & 0xff, 0xf0 | (descriptors.length >> 8), descriptors.length]),
      descriptors,
    ]),
  );
  return section(
    0x02,
    program,
    Buffer.concat([Buffer.from([0xe0 | (pcrPid >> 8), pcrPid & 0xff, 0xf0, 0]), ...entries]),
  );
}

/** A section with its pointer_field in front and its CRC-32 behind. */
function section(tableId: number, extension: number, content: Buffer): Buffer {
  const length = 5 + content.length + 4;
  const head = [tableId, 0xb0 | (length >> 8), length & 0xff, extension >> 8, extension & 0xff, 0xc1, 0, 0];
  const body = Buffer.concat([Buffer.from(head), content]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([Buffer.from([0]), body, checksum]);
}

/** Annex A: the polynomial 04C11DB7, most significant bit first, from all ones. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 0x80000000 ? (remainder << 1) ^ 0x04c11db7 : remainder << 1;
    }
  }
  return remainder >>> 0;
}
