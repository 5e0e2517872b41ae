import type { PesHeader } from '../mpegts/pes-header.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import { type PacketMover, PLAIN_PAYLOAD_BYTES } from './packet-mover.ts';
import { MAX_AUDIO_PACKETS, type Region } from './region.ts';

/** Gathers the audio of one segment as it is, and where its PES packets begin. */
export class AudioAssembler {
  readonly #mover: PacketMover;
  #region: Region;
  #end: number;
  #count = 0;
  /** What is left of a PES packet is left out: part of it was lost. */
  #isSkipping = false;

  constructor(buffers: DemuxBuffers) {
    this.#mover = buffers.mover;
    this.#region = buffers.region;
    this.#end = buffers.region.audioStart;
  }

  /** Whether another payload might find no room. */
  get isFull(): boolean {
    return this.room < PLAIN_PAYLOAD_BYTES || this.#count === MAX_AUDIO_PACKETS;
  }

  /** PES packets that begin in the batch. */
  get count(): number {
    return this.#count;
  }

  get sizeBytes(): number {
    return this.#end - this.#region.audioStart;
  }

  /** How much time the batch spans, in 90 kHz. */
  get ticks(): number {
    const { presentationTimes } = this.#region.audio;
    const ticks = this.#count === 0 ? 0 : (presentationTimes[this.#count - 1] ?? 0) - (presentationTimes[0] ?? 0);
    return Number.isNaN(ticks) ? 0 : Math.abs(ticks);
  }

  /** Whether payloads are welcome. */
  get isOpen(): boolean {
    return !this.#isSkipping;
  }

  /** Where the next payload goes. */
  get end(): number {
    return this.#end;
  }

  /** How many bytes the batch may still take. */
  get room(): number {
    return this.#region.audioLimit - this.#end;
  }

  /** Begins a PES packet with its first payload. */
  begin({ presentationTime, declaredBytes }: PesHeader, from: number, to: number, position: number): void {
    const { audio, audioStart } = this.#region;
    const index = this.#count++;
    audio.offsets[index] = this.#end - audioStart;
    audio.presentationTimes[index] = presentationTime;
    audio.declaredBytes[index] = declaredBytes;
    audio.positions[index] = position;
    this.#isSkipping = false;
    this.append(from, to);
  }

  /** Adds a payload, unless the packet is being left out. */
  append(from: number, to: number): void {
    if (this.#isSkipping) return;
    this.#mover.move(this.#end, from, to - from);
    this.#end += to - from;
  }

  /** Payloads have been moved to `end` by the caller, no more than `room`. */
  moveEnd(end: number): void {
    this.#end = end;
  }

  /** Leaves out what is left of the open PES packet; that it is shorter than declared tells the reader. */
  drop(): void {
    this.#isSkipping = true;
  }

  /** Begins a batch in another region. */
  moveTo(region: Region): void {
    this.#region = region;
    this.#end = region.audioStart;
    this.#count = 0;
  }
}
