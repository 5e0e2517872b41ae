import { sectionCrc32 } from '../../../media/mpegts/crc32.ts';
import { PACKET_BYTES, readPacketHeader } from '../../../media/mpegts/packet.ts';

/** Of the fixture's sound. */
export const AUDIO_PID = 0x101;
/** Of its program map table. */
const MAP_PID = 0x1000;

/** stream_type (ISO/IEC 13818-1 table 2-34). */
export const HEVC = 0x24;
export const AAC = 0x0f;
const H264 = 0x1b;

/** The same transport stream, but its program map says that the H.264 stream is something else. */
export function withVideoType(stream: Buffer, streamType: number): Buffer {
  const patched = Buffer.from(stream);
  for (const { at, section } of mapSections(patched)) {
    const entry = section.indexOf(H264, 12);
    section[entry] = streamType;
    const crc = sectionCrc32(section.subarray(0, -4));
    patched.writeUInt32BE(crc, at + section.length - 4);
  }
  return patched;
}

/** The same transport stream without the packets of one PID. */
export function withoutPid(stream: Buffer, pid: number): Buffer {
  const packets = packetStarts(stream).filter((at) => headerAt(stream, at).pid !== pid);
  return Buffer.concat(packets.map((at) => stream.subarray(at, at + PACKET_BYTES)));
}

/** Program maps, each of which fits into a packet (ISO/IEC 13818-1 2.4.4.9), as views of the stream. */
function mapSections(stream: Buffer): { at: number; section: Buffer }[] {
  return packetStarts(stream)
    .filter((at) => headerAt(stream, at).pid === MAP_PID)
    .map((packet) => {
      const pointerAt = packet + headerAt(stream, packet).headerBytes;
      const at = pointerAt + 1 + stream[pointerAt]!;
      return { at, section: stream.subarray(at, at + 3 + (stream.readUInt16BE(at + 1) & 0x0fff)) };
    });
}

const packetStarts = (stream: Buffer): number[] =>
  Array.from({ length: stream.length / PACKET_BYTES }, (_, index) => index * PACKET_BYTES);

const headerAt = (stream: Buffer, at: number) =>
  readPacketHeader(new DataView(stream.buffer, stream.byteOffset, stream.length), at);
