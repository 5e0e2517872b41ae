import {
  ADTS_HEADER_BYTES,
  adtsFrameBytes,
  adtsHeaderBytes,
  hasAdtsSync,
  isAdtsFrame,
  isFollowedAdtsFrame,
  MAX_ADTS_FRAME_BYTES,
} from '../aac/adts-header.ts';
import { type AudioFormatState, AudioFormatWatch } from './audio-format-watch.ts';
import { AudioPackets, type OpenPacket } from './audio-packets.ts';
import { type AudioFrames, CutFrames } from './cut-frames.ts';
import type { AudioRun } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';

/** What cutting the next frame needs from before. Carried between segments. */
export interface AdtsCarry extends AudioFormatState {
  /** The beginning of a frame whose end is yet to come. */
  partial: Uint8Array;
  /** Its presentation time; `NaN` where it follows the frame before. */
  partialTime: number;
  /** The PES packet that the next bytes belong to; `undefined` when that is not known, or not wanted. */
  packet: OpenPacket | undefined;
  /** Whether the next byte is known to belong to a frame, or to begin one. */
  isInSync: boolean;
  /** Bytes that were passed over since a frame was found last. */
  skippedBytes: number;
}

/** Before the first byte of audio. */
export const newAdtsCarry = (): AdtsCarry => ({
  partial: new Uint8Array(),
  partialTime: Number.NaN,
  packet: undefined,
  isInSync: false,
  skippedBytes: 0,
  formatKey: -1,
  format: undefined,
});

/**
 * Cuts the audio stream into frames (ISO/IEC 14496-3 1.A.2), which may straddle PES packets, batches and segments, and
 * takes their ADTS headers off. Bytes are copied here, since what a batch lends is gone before a frame may be whole.
 */
export class AdtsCutter {
  readonly #carry: AdtsCarry;
  readonly #log: FindingLog;
  readonly #packets: AudioPackets;
  readonly #format: AudioFormatWatch;
  readonly #cut = new CutFrames();
  /** One is being written while the other is filled. */
  readonly #buffers: [Uint8Array, Uint8Array] = [new Uint8Array(), new Uint8Array()];
  #bytes: Uint8Array = this.#buffers[0];
  #end = 0;
  #segmentIndex = 0;

  constructor(carry: AdtsCarry, log: FindingLog) {
    this.#carry = carry;
    this.#log = log;
    this.#packets = new AudioPackets(carry, log);
    this.#format = new AudioFormatWatch(carry, log);
  }

  /**
   * Cuts what a batch brings.
   *
   * @throws SegmentDamagedError `audio-damaged`, `pes-length-mismatch`, unless losses are tolerated
   * @throws StreamNotCarriableError `audio-format-changed`, `audio-format-unsupported`
   */
  cut(run: AudioRun, segmentIndex: number): AudioFrames {
    this.#segmentIndex = segmentIndex;
    this.#join(run.bytes);
    this.#cut.begin(this.#bytes);
    this.#packets.begin(run, this.#carry.partial.length, segmentIndex);
    // Bytes in front of the first packet that is known belong to a frame that began outside.
    const start = this.#packets.isOpen ? 0 : this.#packets.nextStart(this.#end);
    for (let at = this.#cutFrames(start); !this.#keepRest(at); ) at = this.#cutFrames(this.#packets.start);
    this.#packets.leave(this.#end);
    return this.#cut.frames;
  }

  /** Nothing continues what came so far: a tag, a loss, the end of everything. */
  end(): void {
    const carry = this.#carry;
    if (!carry.isInSync && carry.skippedBytes > 0 && carry.skippedBytes <= MAX_ADTS_FRAME_BYTES) this.#noteNoise();
    if (carry.isInSync && carry.partial.length > 0) {
      const message = `The last audio frame is cut off after ${carry.partial.length} bytes and left out.`;
      this.#log.warn('frame-cut-off', this.#segmentIndex, message);
    }
    this.#packets.end();
    this.#drop();
    carry.skippedBytes = 0;
    // Another format may begin here, which is then refused as such, and not as damage.
    carry.formatKey = -1;
  }

  /** Puts the bytes behind the partial frame, into the buffer that is free. */
  #join(bytes: Uint8Array): void {
    const { partial } = this.#carry;
    this.#end = partial.length + bytes.length;
    const which = this.#bytes === this.#buffers[0] ? 1 : 0;
    if (this.#buffers[which].length < this.#end) this.#buffers[which] = new Uint8Array(2 * this.#end);
    this.#bytes = this.#buffers[which];
    this.#bytes.set(partial, 0);
    this.#bytes.set(bytes, partial.length);
  }

  /** @returns where the first frame begins that is not whole */
  #cutFrames(start: number): number {
    const bytes = this.#bytes;
    const carry = this.#carry;
    let at = start;
    while (at + ADTS_HEADER_BYTES <= this.#end) {
      this.#packets.enter(at);
      if (!carry.isInSync) {
        at = this.#hunt(at);
        if (!carry.isInSync) break;
      }
      const frameBytes = adtsFrameBytes(bytes, at);
      const isHeader = this.#isHeader(at, frameBytes);
      if (isHeader === false) {
        at = this.#loseSync(at);
        continue;
      }
      if (isHeader === undefined || at + frameBytes > this.#end) break;
      const time = this.#takeTime(at);
      if (this.#packets.enter(at + frameBytes - 1)) {
        this.#cut.add(at, frameBytes, time);
        at += frameBytes;
      } else {
        this.#drop();
        at = this.#packets.start;
      }
    }
    return at;
  }

  /**
   * Looks at the header of what should be a frame. A format that changes is damage, unless the next frame has it as well;
   * `undefined` as long as that is not there.
   */
  #isHeader(at: number, frameBytes: number): boolean | undefined {
    const bytes = this.#bytes;
    if (!hasAdtsSync(bytes, at) || frameBytes <= adtsHeaderBytes(bytes, at)) return false;
    if (this.#format.isUsual(bytes, at)) return true;
    const isFrame = this.#carry.formatKey < 0 || isAdtsFrame(bytes, at, this.#end);
    if (isFrame === true) this.#format.check(bytes, at, this.#packets.place);
    return isFrame;
  }

  /** The time of the PES packet goes to the first frame that begins in it (ISO/IEC 13818-1 2.4.3.7). */
  #takeTime(at: number): number {
    if (at >= this.#carry.partial.length) return this.#packets.takeTime();
    const time = this.#carry.partialTime;
    this.#carry.partialTime = Number.NaN;
    return time;
  }

  /**
   * Keeps what is left for the next batch.
   *
   * @returns false when it is damaged, since a PES packet ended in it too early or too late
   */
  #keepRest(at: number): boolean {
    const carry = this.#carry;
    let partialTime = Number.NaN;
    if (at < this.#end) {
      this.#packets.enter(at);
      this.#expectHeader(at);
      partialTime = this.#takeTime(at);
    }
    const isWhole = this.#packets.enter(this.#end) || at === this.#end;
    if (!isWhole) this.#drop();
    carry.partial = isWhole ? this.#bytes.slice(at, this.#end) : carry.partial;
    carry.partialTime = partialTime;
    return isWhole;
  }

  /** A frame should begin with a packet; when too little of it is there to be sure, it is taken for one. */
  #expectHeader(at: number): void {
    const isHeader = this.#bytes[at] === 0xff && (at + 1 === this.#end || hasAdtsSync(this.#bytes, at));
    if (isHeader && at === this.#packets.start) this.#carry.isInSync = true;
  }

  /** Frames have to be looked for again. */
  #drop(): void {
    this.#carry.isInSync = false;
    this.#carry.partial = new Uint8Array();
    this.#carry.partialTime = Number.NaN;
  }

  /**
   * No header where one should be.
   *
   * @returns where to go on: with the next packet, since without its time nobody knows how many frames are gone
   */
  #loseSync(at: number): number {
    this.#drop();
    // The length in its header led astray: the frame before is damaged as well.
    this.#cut.dropLast();
    const next = this.#packets.nextStart(this.#end);
    const { place } = this.#packets;
    // A packet that is too short says best what happened.
    if (next < this.#end && !this.#packets.enter(next)) return next;
    const found = [...this.#bytes.subarray(at, at + 2)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const expected =
      'expected an ADTS header, ff f1 or the like (ISO/IEC 14496-3 1.A.2.2), where the frame before ends';
    this.#log.damage('audio-damaged', place, `${expected}, found ${found}`);
    if (next === this.#end) this.#packets.abandon();
    return next;
  }

  /** Looks for a frame. @returns where it is, or, without being in sync, where to go on with more bytes */
  #hunt(from: number): number {
    const carry = this.#carry;
    let at = from;
    for (; at + ADTS_HEADER_BYTES <= this.#end; at++) {
      this.#packets.enter(at);
      // Where a packet begins, a header is to be expected; elsewhere it may be chance, until another one follows.
      const isExpected = at === this.#packets.start;
      const isFrame = (isExpected ? isFollowedAdtsFrame : isAdtsFrame)(this.#bytes, at, this.#end);
      if (isFrame === false) continue;
      carry.isInSync = isFrame ?? isExpected;
      break;
    }
    this.#skip(at - from);
    return at;
  }

  #skip(count: number): void {
    const carry = this.#carry;
    const before = carry.skippedBytes;
    carry.skippedBytes += count;
    if (before <= MAX_ADTS_FRAME_BYTES && carry.skippedBytes > MAX_ADTS_FRAME_BYTES) this.#noteNoise();
    if (!carry.isInSync || carry.skippedBytes === 0) return;
    const message = `${carry.skippedBytes} bytes of audio are left out: the beginning of their frame is missing.`;
    this.#log.warn('frame-cut-off', this.#segmentIndex, message);
    carry.skippedBytes = 0;
  }

  #noteNoise(): void {
    const finding = `expected ADTS headers (ISO/IEC 14496-3 1.A.2.2), found none in ${this.#carry.skippedBytes} bytes`;
    this.#log.damage('audio-damaged', this.#packets.place, finding);
  }
}
