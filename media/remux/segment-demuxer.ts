import { NULL_PID, PACKET_BYTES, type PacketHeader, readPacketHeader, SYNC_BYTE } from '../mpegts/packet.ts';
import { readPesHeader } from '../mpegts/pes-header.ts';
import { BEAT_BYTES, findBeat } from '../mpegts/sync.ts';
import { AudioStream } from './audio-stream.ts';
import type { DamageLog } from './damage-log.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import type { DemuxedBatch, Program } from './demuxed-batch.ts';
import { ProgramReader } from './program-reader.ts';
import { BATCH_TICKS } from './region.ts';
import { VideoStream } from './video-stream.ts';

/** A part of a segment in the memory. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  /** Of its first byte in the segment. */
  readonly position: number;
  /** Nothing comes behind it; it may be empty. */
  readonly isEnd: boolean;
}

/** Demuxes one segment chunk by chunk, without waiting for anything; see `demuxSegment`. */
export class SegmentDemuxer {
  readonly #segmentIndex: number;
  readonly #buffers: DemuxBuffers;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #log: DamageLog;
  readonly #programs: ProgramReader;
  readonly #wantsVideo: boolean;
  #video: VideoStream | undefined;
  #audio: AudioStream | undefined;
  #program: Program | undefined;
  /** Of video that is not wanted. */
  #firstPictureTime = Number.NaN;
  #isProgramTold = false;
  /** PIDs that had a payload before the program was known, and the position of the first. */
  readonly #early = new Map<number, number>();
  /** The next packet, the chunk's end, and what turns places in the memory into positions in the segment. */
  #at = 0;
  #to = 0;
  #shift = 0;
  #isEnd = false;
  /** The beat of sync bytes is lost and being looked for. */
  #isSeeking = false;
  #isBatchDue = false;
  #isBatchTaken = true;

  constructor(segmentIndex: number, buffers: DemuxBuffers, log: DamageLog, wantsVideo: boolean) {
    this.#segmentIndex = segmentIndex;
    this.#buffers = buffers;
    this.#bytes = buffers.bytes;
    this.#view = new DataView(buffers.bytes.buffer);
    this.#log = log;
    this.#wantsVideo = wantsVideo;
    this.#programs = new ProgramReader(log, wantsVideo);
  }

  /**
   * Copies what was not used of the chunk, less than three packets, in front of where the next one will lie.
   *
   * @returns bytes
   */
  carryTo(nextFrom: number): number {
    const unused = this.#to - this.#at;
    this.#bytes.copyWithin(nextFrom - unused, this.#at, this.#to);
    return unused;
  }

  /** Takes the next chunk, which begins with what was not used of the one before. */
  feed({ from, to, position, isEnd }: Chunk): void {
    this.#at = from;
    this.#to = to;
    this.#shift = position - from;
    this.#isEnd = isEnd;
  }

  /**
   * Works on the chunk.
   *
   * @returns true when a batch must be taken before going on; false when the chunk is used up
   */
  run(): boolean {
    if (this.#isBatchTaken) this.#beginBatch();
    while (!this.#isBatchDue && this.#at + PACKET_BYTES <= this.#to) {
      if (this.#isSeeking || this.#view.getUint8(this.#at) !== SYNC_BYTE) {
        if (!this.#findBeat()) break;
      }
      if (!this.#movePlainPackets()) this.#acceptPacket();
    }
    if (this.#isBatchDue) return true;
    if (this.#isEnd) this.#finish();
    this.#leaveChunk();
    return false;
  }

  /** The batch: after `run` has said so, and when all chunks are used up. */
  take(isSegmentEnd: boolean): DemuxedBatch {
    const isFirst = !this.#isProgramTold && this.#program !== undefined;
    if (isFirst) this.#isProgramTold = true;
    this.#isBatchDue = false;
    this.#isBatchTaken = true;
    const [video, audio] = [this.#video?.assembler, this.#audio?.assembler];
    const spans = [this.#video?.watch.span, this.#audio?.watch.span];
    return {
      segmentIndex: this.#segmentIndex,
      isSegmentEnd,
      program: isFirst ? this.#program : undefined,
      video: this.#buffers.videoRun(video?.sizeBytes ?? 0, video?.count ?? 0),
      audio: this.#buffers.audioRun(audio?.sizeBytes ?? 0, audio?.count ?? 0),
      firstPictureTime: this.#firstPictureTime,
      parameterSets: video?.takeParameterSets() ?? [],
      counters: isSegmentEnd ? spans.filter((span) => span !== undefined) : [],
      losses: this.#log.take(),
    };
  }

  /** Not before the next batch is asked for: until then the batch before the last may be in use. */
  #beginBatch(): void {
    this.#isBatchTaken = false;
    const region = this.#buffers.nextRegion();
    this.#video?.assembler.moveTo(region);
    this.#audio?.assembler.moveTo(region);
  }

  /** @returns false when the next packet is not plain, or of no stream that is carried */
  #movePlainPackets(): boolean {
    const at = this.#at;
    this.#at = this.#video?.plain.move(at, this.#to) ?? at;
    if (this.#at > at) return true;
    this.#at = this.#audio?.plain.move(at, this.#to) ?? at;
    if (this.#at === at) return false;
    this.#isBatchDue = this.#isBatchFull();
    return true;
  }

  #acceptPacket(): void {
    const at = this.#at;
    this.#at += PACKET_BYTES;
    const header = readPacketHeader(this.#view, at);
    const { pid } = header;
    const position = at + this.#shift;
    if (pid === NULL_PID) return;
    if (pid === this.#program?.videoPid && !this.#wantsVideo) {
      if (Number.isNaN(this.#firstPictureTime)) this.#notePicture(at, header);
      return;
    }
    if (!this.#isIntact(header, position)) return;
    const stream = pid === this.#video?.pid ? this.#video : pid === this.#audio?.pid ? this.#audio : undefined;
    if (!header.hasPayload) {
      if (header.isDiscontinuity) stream?.watch.forget();
    } else if (stream !== undefined) {
      if (header.isScrambled) {
        this.#log.refuse('encrypted', position, `found transport_scrambling_control on PID ${pid}`);
      }
      stream.accept(at, header, position);
      this.#isBatchDue = this.#isBatchFull();
    } else if (this.#programs.isTable(pid)) {
      this.#programs.accept(this.#bytes, at, header, position);
      this.#beginProgram();
    } else if (this.#program === undefined && !this.#early.has(pid)) {
      this.#early.set(pid, position);
    }
  }

  /** What of video is of use without it: when the segment's pictures begin. What is damaged there is of no interest. */
  #notePicture(at: number, { isUnitStart, hasPayload, hasTransportError, headerBytes }: PacketHeader): void {
    if (!isUnitStart || !hasPayload || hasTransportError || headerBytes > PACKET_BYTES) return;
    const header = readPesHeader(this.#view, at + headerBytes, at + PACKET_BYTES);
    if (typeof header !== 'string') this.#firstPictureTime = header.presentationTime;
  }

  /** Whether a header may be believed (ISO/IEC 13818-1 2.4.3.3, 2.4.3.5). */
  #isIntact({ hasTransportError, headerBytes }: PacketHeader, position: number): boolean {
    if (!hasTransportError && headerBytes <= PACKET_BYTES) return true;
    const finding = hasTransportError
      ? 'expected transport_error_indicator 0 (ISO/IEC 13818-1 2.4.3.3), found 1'
      : 'expected the adaptation field to end in its packet (ISO/IEC 13818-1 2.4.3.5), found it beyond';
    this.#log.damage('transport-error', position, finding);
    return false;
  }

  /** As soon as the program is known; nothing that belongs to it may have passed. */
  #beginProgram(): void {
    if (this.#program !== undefined || this.#programs.program === undefined) return;
    this.#program = this.#programs.program;
    const { videoPid, audioPid } = this.#program;
    if (videoPid !== undefined && this.#wantsVideo) this.#video = new VideoStream(videoPid, this.#buffers, this.#log);
    if (audioPid !== undefined) this.#audio = new AudioStream(audioPid, this.#buffers, this.#log);
    for (const pid of [this.#video?.pid, this.#audio?.pid]) {
      const position = pid === undefined ? undefined : this.#early.get(pid);
      if (position === undefined) continue;
      const finding = `expected program tables before the first packet of PID ${pid} (RFC 8216 section 3), found none`;
      this.#log.damage('program-missing', position, finding);
    }
  }

  #isBatchFull(): boolean {
    const audio = this.#audio?.assembler;
    const video = this.#video?.assembler;
    if (video?.isFull || audio?.isFull) return true;
    return (video === undefined || video.count === 0) && audio !== undefined && audio.ticks >= BATCH_TICKS;
  }

  /** @returns false when more bytes are needed to say */
  #findBeat(): boolean {
    if (!this.#isSeeking) this.#loseBeat();
    const at = findBeat(this.#bytes, this.#at, this.#to, this.#isEnd);
    this.#at = at;
    if (at + (this.#isEnd ? PACKET_BYTES : BEAT_BYTES) > this.#to) return false;
    this.#isSeeking = false;
    return true;
  }

  #loseBeat(): void {
    const position = this.#at + this.#shift;
    if (position === 0) this.#requireTransportStream();
    const found = this.#view.getUint8(this.#at).toString(16).padStart(2, '0');
    const finding = `expected sync_byte 0x47 (ISO/IEC 13818-1 2.4.3.3), found 0x${found}`;
    this.#log.damage('sync-lost', position, finding);
    this.#isSeeking = true;
    this.#video?.interrupt();
    this.#audio?.interrupt();
  }

  /** A fragmented MP4 begins with a box of one of these types (ISO/IEC 14496-12 8.16, 8.8). */
  #requireTransportStream(): void {
    const type = this.#bytes.toString('latin1', this.#at + 4, this.#at + 8);
    if (!['ftyp', 'styp', 'moof', 'sidx', 'moov'].includes(type)) return;
    this.#log.refuse('fragmented-mp4', 0, `expected packets of a transport stream, found a box ${type}`);
  }

  #finish(): void {
    const position = this.#to + this.#shift;
    const unused = this.#to - this.#at;
    if (position === 0) {
      this.#log.damage('segment-empty', 0, 'expected packets of a transport stream, found no bytes');
      return;
    }
    if (unused > 0 && !this.#isSeeking) {
      if (this.#at + this.#shift === 0) this.#requireTransportStream();
      const finding = `expected packets of ${PACKET_BYTES} bytes (ISO/IEC 13818-1 2.4.3.2), found ${unused} bytes at the end`;
      this.#log.damage('packet-truncated', this.#at + this.#shift, finding);
      // What was cut off is not known; that the open frame was whole before it is not likely.
      this.#video?.interrupt();
    }
    this.#video?.assembler.finishFrame();
    if (this.#program !== undefined) return;
    const finding = 'expected a program association and a program map (RFC 8216 section 3), found none';
    this.#log.damage('program-missing', 0, finding);
  }

  #leaveChunk(): void {
    this.#programs.leaveChunk(this.#bytes);
    this.#video?.watch.leaveChunk(this.#bytes);
    this.#audio?.watch.leaveChunk(this.#bytes);
  }
}
