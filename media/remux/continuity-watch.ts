import { PACKET_BYTES, type PacketHeader } from '../mpegts/packet.ts';
import type { CounterSpan } from './demuxed-batch.ts';

/** What a packet is by its continuity counter. */
export type Continuity = 'next' | 'duplicate' | 'gap';

/**
 * Watches the continuity counter of one PID in one segment (ISO/IEC 13818-1 2.4.3.3): it goes up by one with each payload,
 * a packet may come twice, and discontinuity_indicator allows any value.
 */
export class ContinuityWatch {
  readonly pid: number;
  #first = -1;
  #last = -1;
  #isRepeated = false;
  #isForgotten = false;
  /** The latest packet with a payload: where it lies in the chunk, or, from a chunk that is gone, itself. */
  #packetAt = -1;
  readonly #packet = Buffer.alloc(PACKET_BYTES);

  constructor(pid: number) {
    this.pid = pid;
  }

  /** The counter that the next payload has; -1 before the first. */
  get next(): number {
    return this.#last < 0 ? -1 : (this.#last + 1) & 0x0f;
  }

  /** First and last counter; `undefined` when no payload came. */
  get span(): CounterSpan | undefined {
    return this.#first < 0 ? undefined : { pid: this.pid, first: this.#first, last: this.#last };
  }

  /** Judges the packet at `at`, which has a payload, and moves on. */
  accept(bytes: Buffer, at: number, header: PacketHeader): Continuity {
    const continuity = this.#judge(bytes, at, header);
    this.moveTo(header.counter, at);
    this.#isRepeated = continuity === 'duplicate';
    if (this.#first < 0) this.#first = header.counter;
    return continuity;
  }

  /** Moves on to a packet that was found to be the next. */
  moveTo(counter: number, at: number): void {
    this.#last = counter;
    this.#packetAt = at;
    this.#isRepeated = false;
    this.#isForgotten = false;
  }

  /** Packets were lost and that is known: the next counter may be any. */
  forget(): void {
    this.#isForgotten = true;
  }

  /** Keeps the latest packet: the chunk it lies in is about to be overwritten. */
  leaveChunk(bytes: Buffer): void {
    if (this.#packetAt < 0) return;
    bytes.copy(this.#packet, 0, this.#packetAt, this.#packetAt + PACKET_BYTES);
    this.#packetAt = -1;
  }

  #judge(bytes: Buffer, at: number, { counter, headerBytes, isDiscontinuity }: PacketHeader): Continuity {
    if (this.#last < 0 || this.#isForgotten) return 'next';
    if (counter === this.#last && !this.#isRepeated && this.#isSamePayload(bytes, at, headerBytes)) return 'duplicate';
    return isDiscontinuity || counter === this.next ? 'next' : 'gap';
  }

  /** Each byte is the same but those of a PCR, which lies in the adaptation field. */
  #isSamePayload(bytes: Buffer, at: number, headerBytes: number): boolean {
    const before = this.#packetAt < 0 ? this.#packet : bytes.subarray(this.#packetAt, this.#packetAt + PACKET_BYTES);
    return bytes.subarray(at + headerBytes, at + PACKET_BYTES).equals(before.subarray(headerBytes));
  }
}
