import { PACKET_BYTES, type PacketHeader } from '../mpegts/packet.ts';
import { readPesHeader } from '../mpegts/pes-header.ts';
import { AudioAssembler } from './audio-assembler.ts';
import { ContinuityWatch } from './continuity-watch.ts';
import type { DamageLog } from './damage-log.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import { PlainPackets } from './plain-packets.ts';

/** The audio packets of one segment. */
export class AudioStream {
  readonly pid: number;
  readonly assembler: AudioAssembler;
  readonly watch: ContinuityWatch;
  readonly plain: PlainPackets;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #log: DamageLog;

  constructor(pid: number, buffers: DemuxBuffers, log: DamageLog) {
    this.pid = pid;
    this.assembler = new AudioAssembler(buffers);
    this.watch = new ContinuityWatch(pid);
    this.plain = new PlainPackets(buffers, this.assembler, this.watch);
    this.#bytes = buffers.bytes;
    this.#view = new DataView(buffers.bytes.buffer);
    this.#log = log;
  }

  /** Takes the packet at `at`, which has a payload. */
  accept(at: number, header: PacketHeader, position: number): void {
    const continuity = this.watch.accept(this.#bytes, at, header);
    if (continuity === 'duplicate') return;
    if (continuity === 'gap') {
      const finding = `expected the continuity counter of audio (PID ${this.pid}) to go on (ISO/IEC 13818-1 2.4.3.3)`;
      this.#log.damage('packets-lost', position, `${finding}, found a gap before ${header.counter}`);
      this.assembler.drop();
    }
    const from = at + header.headerBytes;
    const to = at + PACKET_BYTES;
    if (header.isUnitStart) this.#begin(from, to, position);
    else this.assembler.append(from, to);
  }

  /** The beat of packets was lost: what is open is not whole, and the next counter may be any. */
  interrupt(): void {
    this.assembler.drop();
    this.watch.forget();
  }

  #begin(from: number, to: number, position: number): void {
    const header = readPesHeader(this.#view, from, to);
    if (typeof header === 'string') {
      this.#log.damage('pes-damaged', position, header);
      this.assembler.drop();
      return;
    }
    if (header.isScrambled) this.#log.refuse('encrypted', position, 'found PES_scrambling_control in audio');
    this.assembler.begin(header, from + header.headerBytes, to, position);
  }
}
