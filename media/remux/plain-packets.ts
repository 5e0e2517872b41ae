import { HAS_PAYLOAD, PACKET_BYTES, SYNC_BYTE } from '../mpegts/packet.ts';
import type { ContinuityWatch } from './continuity-watch.ts';
import { type PacketMemory, type PacketMover, PLAIN_PAYLOAD_BYTES } from './packet-mover.ts';

/** Takes payloads in the memory. */
export interface PayloadTaker {
  readonly isOpen: boolean;
  readonly end: number;
  readonly room: number;
  moveEnd(end: number): void;
}

/** Moves the plain packets of one stream, which are nine of ten, many at a time; see `PacketMover.movePlain`. */
export class PlainPackets {
  readonly #view: DataView;
  readonly #mover: PacketMover;
  readonly #taker: PayloadTaker;
  readonly #watch: ContinuityWatch;
  /** With the counter 0, little-endian. */
  readonly #header: number;

  constructor({ bytes, mover }: PacketMemory, taker: PayloadTaker, watch: ContinuityWatch) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#mover = mover;
    this.#taker = taker;
    this.#watch = watch;
    this.#header = SYNC_BYTE | ((watch.pid >> 8) << 8) | ((watch.pid & 0xff) << 16) | (HAS_PAYLOAD << 24);
  }

  /**
   * @param at of a packet in the memory; whole packets stand there up to `to`
   * @returns the place of the next packet, which is another kind of packet or does not fit
   */
  move(at: number, to: number): number {
    const taker = this.#taker;
    const next = this.#watch.next;
    if (!taker.isOpen || next < 0) return at;
    const header = this.#header | (next << 24);
    // Most often it is not, when the streams take turns: then it is not worth a call.
    if (this.#view.getInt32(at, true) !== header) return at;
    const fitting = Math.floor(taker.room / PLAIN_PAYLOAD_BYTES);
    const count = Math.min(Math.floor((to - at) / PACKET_BYTES), fitting);
    const moved = this.#mover.movePlain(at, count, header, taker.end);
    if (moved === 0) return at;
    const end = at + moved * PACKET_BYTES;
    taker.moveEnd(taker.end + moved * PLAIN_PAYLOAD_BYTES);
    this.#watch.moveTo((next + moved - 1) & 0x0f, end - PACKET_BYTES);
    return end;
  }
}
