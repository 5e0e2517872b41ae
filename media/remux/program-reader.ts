import { PACKET_BYTES, PAT_PID, type PacketHeader } from '../mpegts/packet.ts';
import { type Reading, readProgramAssociation, readProgramMap, type StreamEntry } from '../mpegts/program-tables.ts';
import { SectionAssembler } from '../mpegts/section-assembler.ts';
import { describeStreamType, kindOfStreamType } from '../mpegts/stream-type.ts';
import { ContinuityWatch } from './continuity-watch.ts';
import type { DamageLog } from './damage-log.ts';
import type { Program } from './demuxed-batch.ts';

/** Finds out from the program tables of one segment which streams it holds (ISO/IEC 13818-1 2.4.4). */
export class ProgramReader {
  readonly #log: DamageLog;
  readonly #wantsVideo: boolean;
  readonly #association = new TableReader(PAT_PID);
  #map: TableReader | undefined;
  #program: Program | undefined;

  constructor(log: DamageLog, wantsVideo: boolean) {
    this.#log = log;
    this.#wantsVideo = wantsVideo;
  }

  /** Known as soon as the first program map table is whole. */
  get program(): Program | undefined {
    return this.#program;
  }

  /** Whether a PID carries a table that is read here. */
  isTable(pid: number): boolean {
    return pid === PAT_PID || pid === this.#map?.pid;
  }

  /** The latest chunk is about to be overwritten. */
  leaveChunk(bytes: Buffer): void {
    this.#association.watch.leaveChunk(bytes);
    this.#map?.watch.leaveChunk(bytes);
  }

  /** Takes a packet with a payload, of a PID that carries a table. */
  accept(bytes: Buffer, at: number, header: PacketHeader, position: number): void {
    const table = header.pid === PAT_PID ? this.#association : this.#map;
    const sections = table?.accept(bytes, at, header);
    if (sections === undefined) {
      const finding = 'expected pointer_field to point into its packet (ISO/IEC 13818-1 2.4.4.2), found it beyond';
      this.#log.damage('psi-damaged', position, finding);
      return;
    }
    for (const section of sections) {
      if (table === this.#association) this.#acceptAssociation(section, position);
      else this.#acceptMap(section, position);
    }
  }

  #acceptAssociation(section: Uint8Array, position: number): void {
    const programs = this.#entries(readProgramAssociation(section), position);
    if (programs === undefined) return;
    const [program, second] = programs;
    if (second !== undefined) {
      this.#log.refuse('several-programs', position, `expected one program, found ${programs.length}`);
    }
    if (program === undefined || program.mapPid === this.#map?.pid) return;
    if (this.#map !== undefined) {
      const finding = `expected the program map on PID ${this.#map.pid} as before, found PID ${program.mapPid}`;
      this.#log.refuse('tracks-changed', position, finding);
    }
    this.#map = new TableReader(program.mapPid);
  }

  #acceptMap(section: Uint8Array, position: number): void {
    const streams = this.#entries(readProgramMap(section), position);
    if (streams === undefined) return;
    const program = selectStreams(streams, this.#wantsVideo, this.#log, position);
    const before = this.#program;
    this.#program = program;
    if (before === undefined) return;
    if (before.videoPid === program.videoPid && before.audioPid === program.audioPid) return;
    const finding = `expected ${describeTracks(before)} as before, found ${describeTracks(program)}`;
    this.#log.refuse('tracks-changed', position, finding);
  }

  #entries<T>(reading: Reading<T>, position: number): readonly T[] | undefined {
    if (reading !== undefined && 'finding' in reading) {
      this.#log.damage('psi-damaged', position, reading.finding);
      return undefined;
    }
    return reading?.entries;
  }
}

/** The sections of one PID. */
class TableReader {
  readonly watch: ContinuityWatch;
  readonly #sections = new SectionAssembler();
  /** The latest packet with a whole section in it, or several. */
  #read: Buffer | undefined;

  constructor(pid: number) {
    this.watch = new ContinuityWatch(pid);
  }

  get pid(): number {
    return this.watch.pid;
  }

  /**
   * Tables come again and again, ten times a second, the same each time: those are compared and not read. Some muxers
   * number them wrongly: a gap in their counters is no damage as long as each section's checksum fits.
   *
   * @returns new sections; `undefined` when pointer_field points beyond the packet
   */
  accept(bytes: Buffer, at: number, header: PacketHeader): Uint8Array[] | undefined {
    const continuity = this.watch.accept(bytes, at, header);
    const from = at + header.headerBytes;
    const to = at + PACKET_BYTES;
    if (continuity === 'duplicate') return [];
    if (header.isUnitStart && this.#read?.compare(bytes, from, to) === 0) return [];
    if (continuity === 'gap') this.#sections.reset();
    const payload = bytes.subarray(from, to);
    const sections = this.#sections.accept(payload, header.isUnitStart);
    this.#read = sections?.length === 0 ? undefined : Buffer.from(payload);
    return sections;
  }
}

function selectStreams(
  streams: readonly StreamEntry[],
  wantsVideo: boolean,
  log: DamageLog,
  position: number,
): Program {
  const firstOf = (...kinds: readonly string[]) =>
    streams.find(({ streamType }) => kinds.includes(kindOfStreamType(streamType)));
  const encrypted = firstOf('encrypted');
  if (encrypted !== undefined) {
    log.refuse('encrypted', position, `found ${describeStreamType(encrypted.streamType)} in the program map table`);
  }
  const video = firstOf('h264');
  const otherVideo = firstOf('other-video');
  if (wantsVideo && video === undefined && otherVideo !== undefined) {
    log.refuse('video-codec', position, `expected H.264, found ${describeStreamType(otherVideo.streamType)}`);
  }
  const audio = firstOf('aac');
  const otherAudio = firstOf('other-audio');
  if (audio === undefined && otherAudio !== undefined) {
    log.refuse('audio-codec', position, `expected AAC in ADTS, found ${describeStreamType(otherAudio.streamType)}`);
  }
  return {
    videoPid: video?.pid,
    audioPid: audio?.pid,
    ignored: streams.filter((stream) => stream !== video && stream !== audio),
  };
}

const describeTracks = ({ videoPid, audioPid }: Program): string =>
  `video on PID ${videoPid ?? 'none'} and audio on PID ${audioPid ?? 'none'}`;
