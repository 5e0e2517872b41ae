/** Bytes of a PES header up to PES_header_data_length (ISO/IEC 13818-1 2.4.3.6). */
const FIXED_BYTES = 9;
/** What PES_packet_length does not count: itself and everything before it. */
const UNCOUNTED_BYTES = 6;
const TIME_BYTES = 5;

/** stream_id of packets that have no optional header (ISO/IEC 13818-1 2.4.3.7, table 2-22). */
const HEADERLESS_STREAM_IDS = new Set([0xbc, 0xbe, 0xbf, 0xf0, 0xf1, 0xf2, 0xf8, 0xff]);

/** The fields of a PES header that matter here (ISO/IEC 13818-1 2.4.3.6). */
export interface PesHeader {
  readonly headerBytes: number;
  /** Payload bytes by PES_packet_length; 0 when it does not say, which only video may. */
  readonly declaredBytes: number;
  /** 90 kHz, 33 bits; `NaN` when absent. */
  readonly presentationTime: number;
  /** The presentation time where absent (2.4.3.7). */
  readonly decodeTime: number;
  readonly isScrambled: boolean;
}

/**
 * Reads the header of a PES packet.
 *
 * @param from where it begins
 * @param to where the transport packet ends: the header must lie in it whole
 * @returns a string that completes "expected …, found …" when it is damaged
 */
export function readPesHeader(view: DataView, from: number, to: number): PesHeader | string {
  const available = to - from;
  if (available < FIXED_BYTES)
    return `expected a PES header of at least 9 bytes in its packet, found ${available} bytes`;
  const prefix = view.getUint32(from);
  if (prefix >>> 8 !== 1) {
    const found = (prefix >>> 8).toString(16).padStart(6, '0');
    return `expected packet_start_code_prefix 000001 (ISO/IEC 13818-1 2.4.3.7), found ${found}`;
  }
  if (HEADERLESS_STREAM_IDS.has(prefix & 0xff)) {
    return `expected a stream_id of video or audio (ISO/IEC 13818-1 table 2-22), found 0x${(prefix & 0xff).toString(16)}`;
  }
  // '10' begins the optional header (2.4.3.6).
  if (view.getUint8(from + 6) >>> 6 !== 2)
    return 'expected the bits 10 in the PES header (ISO/IEC 13818-1 2.4.3.6), found others';
  const headerBytes = FIXED_BYTES + view.getUint8(from + 8);
  if (headerBytes > available) {
    return `expected the PES header of ${headerBytes} bytes to end in its packet, found ${available} bytes there`;
  }
  return readFields(view, from, headerBytes);
}

function readFields(view: DataView, from: number, headerBytes: number): PesHeader | string {
  const packetBytes = view.getUint16(from + 4);
  const declaredBytes = packetBytes === 0 ? 0 : packetBytes + UNCOUNTED_BYTES - headerBytes;
  if (declaredBytes < 0)
    return `expected PES_packet_length to cover its header of ${headerBytes} bytes, found ${packetBytes}`;
  // PTS_DTS_flags (2.4.3.7): 10 PTS, 11 PTS and DTS, 01 forbidden.
  const flags = view.getUint8(from + 7) >>> 6;
  if (flags === 1) return 'expected PTS_DTS_flags other than 01 (ISO/IEC 13818-1 2.4.3.7), found 01';
  const timeBytes = flags === 0 ? 0 : (flags - 1) * TIME_BYTES;
  if (FIXED_BYTES + timeBytes > headerBytes) {
    return `expected ${timeBytes} bytes of timestamps in the PES header, found ${headerBytes - FIXED_BYTES}`;
  }
  const presentationTime = flags === 0 ? Number.NaN : readTime(view, from + FIXED_BYTES);
  const decodeTime = flags === 3 ? readTime(view, from + FIXED_BYTES + TIME_BYTES) : presentationTime;
  if (presentationTime < 0 || decodeTime < 0) {
    return 'expected marker bits in the timestamps (ISO/IEC 13818-1 2.4.3.6), found none';
  }
  const isScrambled = (view.getUint8(from + 6) & 0x30) !== 0;
  return { headerBytes, declaredBytes, presentationTime, decodeTime, isScrambled };
}

/** 4 bits of prefix, then 3, 15 and 15 bits, each followed by a marker bit (2.4.3.6); -1 when a marker is missing. */
function readTime(view: DataView, at: number): number {
  const high = view.getUint8(at);
  const middle = view.getUint16(at + 1);
  const low = view.getUint16(at + 3);
  if ((high & middle & low & 1) === 0) return -1;
  return ((high >> 1) & 7) * 2 ** 30 + (middle >> 1) * 2 ** 15 + (low >> 1);
}
