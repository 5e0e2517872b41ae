import { PACKET_BYTES, type PacketHeader } from '../mpegts/packet.ts';
import { readPesHeader } from '../mpegts/pes-header.ts';
import { ContinuityWatch } from './continuity-watch.ts';
import type { DamageLog } from './damage-log.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import { PlainPackets } from './plain-packets.ts';
import { VideoAssembler } from './video-assembler.ts';

/** The video packets of one segment. */
export class VideoStream {
  readonly pid: number;
  readonly assembler: VideoAssembler;
  readonly watch: ContinuityWatch;
  readonly plain: PlainPackets;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #log: DamageLog;
  #hasBegun = false;

  constructor(pid: number, buffers: DemuxBuffers, log: DamageLog) {
    this.pid = pid;
    this.assembler = new VideoAssembler(buffers, log);
    this.watch = new ContinuityWatch(pid);
    this.#bytes = buffers.bytes;
    this.#view = new DataView(buffers.bytes.buffer);
    this.#log = log;
    this.plain = new PlainPackets(buffers, this.assembler, this.watch);
  }

  /** Takes the packet at `at`, which has a payload. */
  accept(at: number, header: PacketHeader, position: number): void {
    const continuity = this.watch.accept(this.#bytes, at, header);
    if (continuity === 'duplicate') return;
    if (continuity === 'gap') {
      const finding = `expected the continuity counter of video (PID ${this.pid}) to go on (ISO/IEC 13818-1 2.4.3.3)`;
      this.#log.damage('packets-lost', position, `${finding}, found a gap before ${header.counter}`);
      this.assembler.drop();
    }
    const from = at + header.headerBytes;
    const to = at + PACKET_BYTES;
    if (header.isUnitStart) this.#begin(from, to, position);
    else if (this.assembler.isOpen) this.assembler.append(from, to);
    else this.#requireBegun(position);
  }

  /** The beat of packets was lost: what is open is not whole, and the next counter may be any. */
  interrupt(): void {
    this.assembler.drop();
    this.watch.forget();
    this.#hasBegun = true;
  }

  #begin(packetFrom: number, to: number, position: number): void {
    const { assembler } = this;
    const header = readPesHeader(this.#view, packetFrom, to);
    if (typeof header === 'string') {
      assembler.finishFrame();
      this.#hasBegun = true;
      this.#log.damage('pes-damaged', position, header);
      return;
    }
    if (header.isScrambled) this.#log.refuse('encrypted', position, 'found PES_scrambling_control in video');
    const from = packetFrom + header.headerBytes;
    if (!Number.isNaN(header.presentationTime)) {
      assembler.finishFrame();
      assembler.begin(header, from, to, position);
      this.#hasBegun = true;
    } else if (assembler.beginsPicture(from, to)) {
      assembler.finishFrame();
      this.#hasBegun = true;
      const finding = 'expected a presentation time in the PES header of a picture (ISO/IEC 13818-1 2.4.3.7)';
      this.#log.damage('timestamp-missing', position, `${finding}, found none`);
    } else if (assembler.isOpen) {
      assembler.continue(header, from, to);
    } else {
      this.#requireBegun(position);
    }
  }

  /** A payload that continues a frame is here without its beginning: damage once, unless that was noted before. */
  #requireBegun(position: number): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const finding = 'expected the segment to begin with a whole frame (RFC 8216 section 3), found the rest of another';
    this.#log.damage('frame-straddles-segments', position, finding);
  }
}
