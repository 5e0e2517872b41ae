import type { AudioRun } from './demuxed-batch.ts';
import type { FindingLog, FindingPlace } from './finding-log.ts';

/** A PES packet of audio whose end is yet to come. */
export interface OpenPacket extends FindingPlace {
  readonly segmentIndex: number;
  readonly position: number;
  /** Payload bytes by PES_packet_length; 0 when it does not say. */
  readonly declaredBytes: number;
  /** Payload bytes in the batches before. */
  readonly foundBytes: number;
  /** For the first frame that begins in it; `NaN` when there is none or it was given to a frame. */
  readonly presentationTime: number;
}

/**
 * Steps from PES packet to PES packet through the bytes of a run, as frames are cut from them. What a packet declares is
 * compared with what came when the next begins, since it may straddle batches and segments (ISO/IEC 13818-1 2.4.3.7).
 */
export class AudioPackets {
  readonly #carry: { packet: OpenPacket | undefined };
  readonly #log: FindingLog;
  #run: AudioRun | undefined;
  /** Bytes in front of the run. */
  #shift = 0;
  #segmentIndex = 0;
  #next = 0;
  #start = 0;
  #isOpen: boolean;
  #openSegment = 0;
  #position = 0;
  #declaredBytes = 0;
  #foundBytes = 0;
  #time = Number.NaN;

  constructor(carry: { packet: OpenPacket | undefined }, log: FindingLog) {
    this.#carry = carry;
    this.#log = log;
    this.#isOpen = carry.packet !== undefined;
  }

  /** Whether bytes now belong to a packet that is known. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Where the open packet's bytes begin. */
  get start(): number {
    return this.#start;
  }

  get place(): FindingPlace {
    return this.#isOpen
      ? { segmentIndex: this.#openSegment, position: this.#position }
      : { segmentIndex: this.#segmentIndex };
  }

  /** @param shift how many bytes of before stand in front of the run's */
  begin(run: AudioRun, shift: number, segmentIndex: number): void {
    this.#run = run;
    this.#shift = shift;
    this.#segmentIndex = segmentIndex;
    this.#next = 0;
    this.#start = shift;
    const { packet } = this.#carry;
    this.#isOpen = packet !== undefined;
    if (packet === undefined) return;
    this.#openSegment = packet.segmentIndex;
    this.#position = packet.position;
    this.#declaredBytes = packet.declaredBytes;
    this.#foundBytes = packet.foundBytes;
    this.#time = packet.presentationTime;
  }

  /** Where the next packet begins, or the end. */
  nextStart(end: number): number {
    const offset = this.#run?.offsets[this.#next];
    return offset === undefined || this.#next >= (this.#run?.count ?? 0) ? end : offset + this.#shift;
  }

  /** Enters the packets that begin at or before `at`. @returns false when one of those left had a wrong length */
  enter(at: number): boolean {
    let isRight = true;
    for (let start = this.nextStart(Number.POSITIVE_INFINITY); start <= at; ) {
      if (!this.#close(start)) isRight = false;
      this.#open(start);
      start = this.nextStart(Number.POSITIVE_INFINITY);
    }
    return isRight;
  }

  /** The time of the open packet, once. */
  takeTime(): number {
    const time = this.#time;
    this.#time = Number.NaN;
    return time;
  }

  /** All bytes up to `end` are looked at: what is open is carried on. */
  leave(end: number): void {
    if (!this.#isOpen) return;
    this.#carry.packet = {
      segmentIndex: this.#openSegment,
      position: this.#position,
      declaredBytes: this.#declaredBytes,
      foundBytes: this.#foundBytes + end - this.#start,
      presentationTime: this.#time,
    };
  }

  /** What is left of the open packet is of no use; nor is how long it is. */
  abandon(): void {
    this.#isOpen = false;
    this.#carry.packet = undefined;
  }

  /** Nothing continues the open packet. */
  end(): void {
    const { packet } = this.#carry;
    if (packet !== undefined) this.#compare(packet.foundBytes, Number.POSITIVE_INFINITY);
    this.#carry.packet = undefined;
    this.#isOpen = false;
  }

  #open(start: number): void {
    const index = this.#next++;
    this.#start = start;
    this.#isOpen = true;
    this.#openSegment = this.#segmentIndex;
    this.#position = this.#run?.positions[index] ?? 0;
    this.#declaredBytes = this.#run?.declaredBytes[index] ?? 0;
    this.#foundBytes = 0;
    this.#time = this.#run?.presentationTimes[index] ?? Number.NaN;
  }

  #close(at: number): boolean {
    if (!this.#isOpen) return true;
    const isSameSegment = this.#openSegment === this.#segmentIndex;
    const next = isSameSegment ? this.#run?.positions[this.#next] : undefined;
    return this.#compare(this.#foundBytes + at - this.#start, next ?? Number.POSITIVE_INFINITY);
  }

  /** @param endPosition of the packet in its segment */
  #compare(foundBytes: number, endPosition: number): boolean {
    if (this.#declaredBytes === 0 || this.#declaredBytes === foundBytes) return true;
    // Where damage in the packet is listed already, this is what came of it.
    if (this.#log.hasLoss(this.#openSegment, this.#position, endPosition)) return false;
    const declared = `${this.#declaredBytes} payload bytes as PES_packet_length says (ISO/IEC 13818-1 2.4.3.7)`;
    this.#log.damage('pes-length-mismatch', this.place, `expected ${declared}, found ${foundBytes}`);
    return false;
  }
}
