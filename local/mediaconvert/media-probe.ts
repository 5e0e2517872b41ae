import { open } from 'node:fs/promises';
import { inspectMp4 } from '../../media/mp4/inspect-mp4.ts';
import { PACKET_BYTES, PAT_PID, readPacketHeader } from '../../media/mpegts/packet.ts';
import { readProgramAssociation, readProgramMap } from '../../media/mpegts/program-tables.ts';
import { SectionAssembler } from '../../media/mpegts/section-assembler.ts';
import { describeStreamType, kindOfStreamType } from '../../media/mpegts/stream-type.ts';

/** Codecs of a transport stream's tracks by its program map, such as `H.264 (stream_type 0x1b)`. */
export interface ProbedTracks {
  readonly videoCodec?: string | undefined;
  readonly audioCodecs: readonly string[];
}

/** Program tables stand at the beginning of each HLS segment (RFC 8216 section 3.2); this is more than enough. */
const probeBytes = 5000 * PACKET_BYTES;

/** Looks for the program map of an MPEG-TS file that begins on a packet; without one there are no tracks. */
export async function probeTransportStream(path: string): Promise<ProbedTracks> {
  const bytes = await readBeginning(path, probeBytes);
  const [mapPid] = readTable(bytes, PAT_PID, readProgramAssociation).map((program) => program.mapPid);
  const streams = mapPid === undefined ? [] : readTable(bytes, mapPid, readProgramMap);
  const codecsOf = (...kinds: string[]) =>
    streams
      .filter(({ streamType }) => kinds.includes(kindOfStreamType(streamType)))
      .map(({ streamType }) => describeStreamType(streamType));
  return { videoCodec: codecsOf('h264', 'other-video')[0], audioCodecs: codecsOf('aac', 'other-audio') };
}

/** Entries of the first whole table on a PID (ISO/IEC 13818-1 2.4.4). */
function readTable<T>(
  bytes: Uint8Array,
  pid: number,
  read: (section: Uint8Array) => { readonly entries: readonly T[] } | { readonly finding: string } | undefined,
): readonly T[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const assembler = new SectionAssembler();
  for (let at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
    const header = readPacketHeader(view, at);
    if (header.pid !== pid || !header.hasPayload || header.headerBytes > PACKET_BYTES) continue;
    const sections = assembler.accept(bytes.subarray(at + header.headerBytes, at + PACKET_BYTES), header.isUnitStart);
    for (const section of sections ?? []) {
      const table = read(section);
      if (table !== undefined && 'entries' in table) return table.entries;
    }
  }
  return [];
}

async function readBeginning(path: string, length: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}

/** Duration of the longest track of an MP4 file, and its picture's size if it has video. */
export interface Mp4Measures {
  readonly durationMs: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly hasAudio: boolean;
}

/** Measures a finished MP4 file, whoever wrote it. */
export async function measureMp4(path: string): Promise<Mp4Measures> {
  await using file = await open(path);
  const { size: sizeBytes } = await file.stat();
  const readRange = async (offset: number, length: number) => {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  const { durationMs, tracks } = await inspectMp4({ sizeBytes, readRange });
  const video = tracks.find(({ kind }) => kind === 'video');
  const hasAudio = tracks.some(({ kind }) => kind === 'audio');
  const { width = 0, height = 0 } = video ?? {};
  return { durationMs, hasAudio, ...(video && { size: { width, height } }) };
}
