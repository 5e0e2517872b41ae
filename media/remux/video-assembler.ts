import { endWithoutZeros, nextNalUnit, START_CODE_BYTES } from '../h264/byte-stream.ts';
import { beginsAccessUnit, isFirstSliceOfPicture, isSlice, nalTypeOf } from '../h264/nal-unit.ts';
import type { PesHeader } from '../mpegts/pes-header.ts';
import type { DamageLog } from './damage-log.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import type { ParameterSet } from './demuxed-batch.ts';
import { ParameterSetCollector } from './parameter-set-collector.ts';
import { BATCH_BYTES, BATCH_TICKS, MAX_FRAME_BYTES, MAX_FRAMES, type Region } from './region.ts';
import { SampleWriter } from './sample-writer.ts';

/** Puts together the access units of one segment from the payloads of their PES packets, and gathers them in a batch. */
export class VideoAssembler {
  readonly #bytes: Buffer;
  readonly #log: DamageLog;
  readonly #parameterSets = new ParameterSetCollector();
  readonly #sample: SampleWriter;
  #region: Region;
  #count = 0;
  /** Behind the last sample of the batch. */
  #completeEnd: number;

  #isOpen = false;
  #header: PesHeader | undefined;
  #position = 0;
  /** Of the open PES packet: payload bytes declared, and those in its first payload, and where the others begin. */
  #declaredBytes = 0;
  #firstPayloadBytes = 0;
  #restStart = 0;

  constructor(buffers: DemuxBuffers, log: DamageLog) {
    this.#bytes = buffers.bytes;
    this.#log = log;
    this.#sample = new SampleWriter(buffers, log, this.#parameterSets);
    this.#region = buffers.region;
    this.#completeEnd = buffers.region.videoStart;
  }

  /** Whether a frame is being put together, so that payloads are welcome. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Frames of the batch, without the open one. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of the batch, without the open frame. */
  get sizeBytes(): number {
    return this.#completeEnd - this.#region.videoStart;
  }

  /** Where the next payload goes. */
  get end(): number {
    return this.#sample.end;
  }

  /** How many bytes the open frame may still take. */
  get room(): number {
    return this.#sample.start + MAX_FRAME_BYTES - this.#sample.end;
  }

  /** Whether what is complete should be handed on before another frame begins. */
  get isFull(): boolean {
    const { decodeTimes } = this.#region.video;
    const ticks = this.#count === 0 ? 0 : (decodeTimes[this.#count - 1] ?? 0) - (decodeTimes[0] ?? 0);
    return this.sizeBytes >= BATCH_BYTES || Math.abs(ticks) >= BATCH_TICKS || this.#count === MAX_FRAMES;
  }

  /**
   * Begins a frame with the first payload of its PES packet. The one before must be finished, and the batch not full.
   *
   * @param from where the payload lies in the memory
   * @param position of the PES packet in the segment
   */
  begin(header: PesHeader, from: number, to: number, position: number): void {
    this.#isOpen = true;
    this.#header = header;
    this.#position = position;
    this.#sample.begin(this.#completeEnd, from, to, position);
    this.#beginPacket(header, to - from);
  }

  /** Goes on with the frame in another PES packet, which has no timestamp and begins no picture. */
  continue(header: PesHeader, from: number, to: number): void {
    this.#endPacket();
    if (this.#isOpen && this.append(from, to)) this.#beginPacket(header, to - from);
  }

  /**
   * Whether a payload begins an access unit and does not merely go on with one: with a NAL unit that only stands in front
   * of a picture, or with a picture's first slice (ISO/IEC 14496-10 7.4.1.2.3).
   */
  beginsPicture(from: number, to: number): boolean {
    const nal = nextNalUnit(this.#bytes, from, to);
    const isAtStart = endWithoutZeros(this.#bytes, from, nal - START_CODE_BYTES) === from;
    if (nal >= to || !isAtStart) return false;
    const [first = 0, second = 0] = this.#bytes.subarray(nal, to);
    const type = nalTypeOf(first);
    return beginsAccessUnit(type) || (isSlice(type) && isFirstSliceOfPicture(second));
  }

  /** Adds a payload to the open frame. @returns false when it is larger than any frame, and dropped */
  append(from: number, to: number): boolean {
    if (to - from <= this.room) {
      this.#sample.append(from, to);
      return true;
    }
    const finding = `expected frames of at most ${MAX_FRAME_BYTES} bytes, found more`;
    this.#log.damage('frame-too-large', this.#position, finding);
    this.drop();
    return false;
  }

  /** Payloads have been moved to `end` by the caller, no more than `room`. */
  moveEnd(end: number): void {
    this.#sample.moveEnd(end);
  }

  /** Drops the open frame: a part of it is missing. */
  drop(): void {
    this.#isOpen = false;
  }

  /** The open frame is whole. */
  finishFrame(): void {
    this.#endPacket();
    if (this.#isOpen && this.#sample.finish(this.#position) === 'sample') this.#addSample();
    this.#isOpen = false;
  }

  /** The parameter sets that have come first since the last time. */
  takeParameterSets(): readonly ParameterSet[] {
    return this.#parameterSets.take();
  }

  /** Begins a batch in another region; what there is of the open frame moves there. */
  moveTo(region: Region): void {
    if (this.#isOpen) {
      this.#restStart += region.videoStart - this.#sample.start;
      this.#sample.moveTo(region.videoStart);
    }
    this.#region = region;
    this.#count = 0;
    this.#completeEnd = region.videoStart;
  }

  #beginPacket({ declaredBytes }: PesHeader, firstPayloadBytes: number): void {
    this.#declaredBytes = declaredBytes;
    this.#firstPayloadBytes = firstPayloadBytes;
    this.#restStart = this.#sample.end;
  }

  /** Compares what the PES packet declared with what came (ISO/IEC 13818-1 2.4.3.7). */
  #endPacket(): void {
    if (!this.#isOpen || this.#declaredBytes === 0) return;
    const found = this.#firstPayloadBytes + this.#sample.end - this.#restStart;
    if (found === this.#declaredBytes) return;
    const expected = `${this.#declaredBytes} payload bytes by PES_packet_length (ISO/IEC 13818-1 2.4.3.7)`;
    this.#log.damage('pes-length-mismatch', this.#position, `expected ${expected}, found ${found}`);
    this.drop();
  }

  #addSample(): void {
    const { video } = this.#region;
    const index = this.#count++;
    video.sizes[index] = this.#sample.end - this.#sample.start;
    video.decodeTimes[index] = this.#header?.decodeTime ?? Number.NaN;
    video.presentationTimes[index] = this.#header?.presentationTime ?? Number.NaN;
    video.isKeyFrame[index] = this.#sample.isKeyFrame ? 1 : 0;
    video.positions[index] = this.#position;
    this.#completeEnd = this.#sample.end;
  }
}
