/**
 * A reader of transport streams as small as the tests need, written apart from the script that makes the sample, so
 * that a misreading of ISO/IEC 13818-1 there is not repeated here.
 */

export const PACKET_BYTES = 188;

export type Packet = {
  offset: number;
  syncByte: number;
  pid: number;
  isStart: boolean;
  continuityCounter: number;
  pcrTicks: number | undefined;
  payload: Buffer | undefined;
};

/** Reads the header and adaptation field of each packet (ISO/IEC 13818-1, 2.4.3.2 and 2.4.3.4). */
export function readPackets(stream: Buffer): Packet[] {
  return Array.from({ length: Math.ceil(stream.length / PACKET_BYTES) }, (_, index) => {
    const offset = index * PACKET_BYTES;
    const packet = stream.subarray(offset, offset + PACKET_BYTES);
    const hasAdaptation = (packet[3]! & 0x20) !== 0;
    const hasPcr = hasAdaptation && packet[4]! > 0 && (packet[5]! & 0x10) !== 0;
    const payloadOffset = hasAdaptation ? 5 + packet[4]! : 4;
    return {
      offset,
      syncByte: packet[0]!,
      pid: packet.readUInt16BE(1) & 0x1fff,
      isStart: (packet[1]! & 0x40) !== 0,
      continuityCounter: packet[3]! & 0x0f,
      pcrTicks: hasPcr ? packet.readUInt32BE(6) * 2 + (packet[10]! >> 7) : undefined,
      payload: (packet[3]! & 0x10) !== 0 ? packet.subarray(payloadOffset) : undefined,
    };
  });
}

export type Pes = {
  offset: number;
  streamId: number;
  statedLength: number;
  actualLength: number;
  ptsTicks: number;
  dtsTicks: number;
  payload: Buffer;
};

/** Puts together the PES packets of one PID (ISO/IEC 13818-1, 2.4.3.6). */
export function readPesPackets(packets: Packet[], pid: number): Pes[] {
  const parts: { offset: number; chunks: Buffer[] }[] = [];
  for (const packet of packets.filter((one) => one.pid === pid && one.payload)) {
    if (packet.isStart) {
      parts.push({ offset: packet.offset, chunks: [] });
    }
    parts.at(-1)?.chunks.push(packet.payload!);
  }
  return parts.map(({ offset, chunks }) => readPes(offset, Buffer.concat(chunks)));
}

function readPes(offset: number, bytes: Buffer): Pes {
  const hasDts = (bytes[7]! & 0x40) !== 0;
  const ptsTicks = readTime(bytes.subarray(9));
  return {
    offset,
    streamId: bytes.readUInt32BE(0),
    statedLength: bytes.readUInt16BE(4),
    actualLength: bytes.length - 6,
    ptsTicks,
    dtsTicks: hasDts ? readTime(bytes.subarray(14)) : ptsTicks,
    payload: bytes.subarray(9 + bytes[8]!),
  };
}

function readTime(field: Buffer): number {
  const bits = [field[0]! >> 1, field[1]!, field[2]! >> 1, field[3]!, field[4]! >> 1];
  return (bits[0]! & 7) * 2 ** 30 + bits[1]! * 2 ** 22 + bits[2]! * 2 ** 15 + bits[3]! * 2 ** 7 + bits[4]!;
}

/** Types of the NAL units of an H.264 byte stream (ISO/IEC 14496-10, annex B and 7.3.1), in order. */
export function nalUnitTypes(byteStream: Buffer): number[] {
  const types: number[] = [];
  for (let at = byteStream.indexOf('000001', 0, 'hex'); at >= 0; at = byteStream.indexOf('000001', at + 3, 'hex')) {
    types.push(byteStream[at + 3]! & 0x1f);
  }
  return types;
}

/** Divides the remainder of CRC-32 (ISO/IEC 13818-1, annex A); over a whole section, checksum included, it is 0. */
export function sectionRemainder(section: Buffer): number {
  let remainder = 0xffffffffn;
  for (const byte of section) {
    for (let bit = 7; bit >= 0; bit--) {
      const isSet = ((remainder >> 31n) & 1n) !== BigInt((byte >> bit) & 1);
      remainder = ((remainder << 1n) & 0xffffffffn) ^ (isSet ? 0x04c11db7n : 0n);
    }
  }
  return Number(remainder);
}
