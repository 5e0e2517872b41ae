import { endWithoutZeros, nextNalUnit, START_CODE_BYTES } from '../h264/byte-stream.ts';
import {
  ACCESS_UNIT_DELIMITER,
  hasForbiddenBit,
  IDR_SLICE,
  isFirstSliceOfPicture,
  isSlice,
  isStripped,
  nalTypeOf,
  PICTURE_PARAMETER_SET,
  SEQUENCE_PARAMETER_SET,
  SLICE_DATA_PARTITION_B,
  SLICE_DATA_PARTITION_C,
} from '../h264/nal-unit.ts';
import type { DamageLog } from './damage-log.ts';
import type { PacketMemory, PacketMover } from './packet-mover.ts';
import type { ParameterSetCollector } from './parameter-set-collector.ts';

/** Of the lengths that stand in place of start codes: `lengthSizeMinusOne` 3 (ISO/IEC 14496-15 5.3.3.1). */
const LENGTH_BYTES = 4;

/** 00 00 01 (ISO/IEC 14496-10 B.1), written at once. */
const START_CODE_AND_ZERO = 0x0000_0100;

/** What has become of an access unit: a whole sample, nothing to keep, or something to leave out. */
export type Finish = 'sample' | 'nothing' | 'damaged';

/**
 * Makes a sample of an MP4 (ISO/IEC 14496-15 5.3.4.2) of the byte stream of one access unit (ISO/IEC 14496-10 annex B),
 * in place. A payload is moved to where it belongs once, and then only lengths are written over start codes; for that
 * the NAL units in front of the first slice are looked at while they still lie in the input, since leaving some of them
 * out moves the slice.
 */
export class SampleWriter {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #mover: PacketMover;
  readonly #log: DamageLog;
  readonly #parameterSets: ParameterSetCollector;
  #start = 0;
  #end = 0;
  /** The slice that the first payload ends in; 0 when that holds none, and is there as it was. */
  #openSlice = 0;
  #isKeyFrame = false;
  #hasSlice = false;
  /** NAL units to keep, of the sample that is being finished; made once, used for each. */
  readonly #nalStarts: number[] = [];
  readonly #nalEnds: number[] = [];

  /** In the memory 4 bytes behind a sample's end are written over when it is finished. */
  constructor({ bytes, mover }: PacketMemory, log: DamageLog, parameterSets: ParameterSetCollector) {
    this.#bytes = bytes;
    this.#mover = mover;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#log = log;
    this.#parameterSets = parameterSets;
  }

  get start(): number {
    return this.#start;
  }

  /** Where the next payload goes. */
  get end(): number {
    return this.#end;
  }

  /** Whether it is an IDR picture (ISO/IEC 14496-10 7.4.1.2.4); known when it is finished. */
  get isKeyFrame(): boolean {
    return this.#isKeyFrame;
  }

  /** Begins a sample at `start` with the first payload of its access unit, which lies in the input. */
  begin(start: number, from: number, to: number, position: number): void {
    this.#start = start;
    this.#end = start;
    this.#openSlice = 0;
    this.#isKeyFrame = false;
    this.#hasSlice = false;
    const slice = this.#moveHead(from, to, position);
    if (slice === undefined) {
      this.#end = start;
      this.append(from, to);
      return;
    }
    this.#end += LENGTH_BYTES;
    this.#openSlice = this.#end;
    this.append(slice, to);
  }

  append(from: number, to: number): void {
    this.#mover.move(this.#end, from, to - from);
    this.#end += to - from;
  }

  /** Payloads have been moved to `end` by the caller. */
  moveEnd(end: number): void {
    this.#end = end;
  }

  /** Moves what is there of the sample. */
  moveTo(start: number): void {
    this.#mover.move(start, this.#start, this.#end - this.#start);
    const shift = start - this.#start;
    this.#start += shift;
    this.#end += shift;
    if (this.#openSlice > 0) this.#openSlice += shift;
  }

  /**
   * The access unit is whole.
   *
   * @param position of its PES packet in the segment, for messages
   */
  finish(position: number): Finish {
    this.#nalStarts.length = 0;
    this.#nalEnds.length = 0;
    if (!this.#findNals(position)) return 'damaged';
    this.#layOut();
    if (this.#hasSlice) return 'sample';
    if (this.#end === this.#start) return 'nothing';
    return this.#damaged(position, 'expected a slice in the access unit (ISO/IEC 14496-10 7.4.1.2.3), found none');
  }

  /**
   * Moves what stands in front of the first slice, without what is stripped.
   *
   * @returns where the slice begins in the input; `undefined` when that is not in this payload, or anything is odd: then
   *   the whole is looked at when it is there
   */
  #moveHead(from: number, to: number, position: number): number | undefined {
    let nal = nextNalUnit(this.#bytes, from, to);
    if (endWithoutZeros(this.#bytes, from, nal - START_CODE_BYTES) !== from) return undefined;
    while (nal < to) {
      const first = this.#view.getUint8(nal);
      if (hasForbiddenBit(first)) return undefined;
      if (isSlice(nalTypeOf(first))) return nal;
      const next = nextNalUnit(this.#bytes, nal, to);
      const end = endWithoutZeros(this.#bytes, nal, next - START_CODE_BYTES);
      if (next >= to || end === nal) return undefined;
      this.#collect(nal, end, position);
      if (!isStripped(nalTypeOf(first))) {
        this.#view.setUint32(this.#end, end - nal);
        this.#end += LENGTH_BYTES;
        this.append(nal, end);
      }
      nal = next;
    }
    return undefined;
  }

  /** Finds the NAL units from the open slice, or from the beginning, to the end. @returns false when one is damaged */
  #findNals(position: number): boolean {
    // Behind the end, so that the search stops there: a bounded search would need a view of its own for each sample.
    this.#view.setUint32(this.#end, START_CODE_AND_ZERO);
    let nal = this.#openSlice;
    if (nal === 0) {
      const code = this.#mover.findStartCode(this.#start);
      if (code === this.#end || endWithoutZeros(this.#bytes, this.#start, code) !== this.#start) {
        return this.#refuse(
          position,
          'expected a start code in the beginning (ISO/IEC 14496-10 B.1), found other bytes',
        );
      }
      nal = code + START_CODE_BYTES;
    }
    while (nal <= this.#end) {
      const code = this.#mover.findStartCode(nal);
      if (!this.#acceptNal(nal, endWithoutZeros(this.#bytes, nal, Math.min(code, this.#end)), position)) return false;
      nal = code + START_CODE_BYTES;
    }
    return true;
  }

  /** Looks at a NAL unit and notes it if it is kept. @returns false when it is damaged */
  #acceptNal(nal: number, end: number, position: number): boolean {
    if (nal >= end) return this.#refuse(position, 'expected a NAL unit behind a start code, found no bytes');
    const first = this.#view.getUint8(nal);
    if (hasForbiddenBit(first)) {
      return this.#refuse(position, 'expected forbidden_zero_bit 0 (ISO/IEC 14496-10 7.4.1), found 1');
    }
    const type = nalTypeOf(first);
    this.#requireOnePicture(type, nal, end, position);
    if (isSlice(type)) this.#hasSlice = true;
    if (type === IDR_SLICE) this.#isKeyFrame = true;
    if (isStripped(type)) return this.#collect(nal, end, position);
    this.#nalStarts.push(nal);
    this.#nalEnds.push(end);
    return true;
  }

  /** @throws StreamNotCarriableError `several-pictures-in-packet`: the second has no time of its own */
  #requireOnePicture(type: number, nal: number, end: number, position: number): void {
    if (!this.#hasSlice) return;
    const isContinuation = type === SLICE_DATA_PARTITION_B || type === SLICE_DATA_PARTITION_C;
    const isFirstSlice =
      isSlice(type) && !isContinuation && nal + 1 < end && isFirstSliceOfPicture(this.#view.getUint8(nal + 1));
    if (type !== ACCESS_UNIT_DELIMITER && !isFirstSlice) return;
    const found = isFirstSlice ? 'a slice with first_mb_in_slice 0' : 'an access unit delimiter';
    const finding = `expected one picture in a PES packet, found ${found} behind a slice (ISO/IEC 14496-10 7.4.1.2.3)`;
    this.#log.refuse('several-pictures-in-packet', position, finding);
  }

  #collect(nal: number, end: number, position: number): boolean {
    const type = nalTypeOf(this.#view.getUint8(nal));
    if (type !== SEQUENCE_PARAMETER_SET && type !== PICTURE_PARAMETER_SET) return true;
    if (this.#parameterSets.accept(type, this.#bytes.subarray(nal, end), position)) return true;
    return this.#refuse(position, 'expected at most 288 parameter sets (ISO/IEC 14496-10 7.4.2), found more');
  }

  /**
   * Moves the NAL units to their places and writes their lengths. Mostly there is one slice, which lies there already.
   *
   * Stripping moves to the left and start codes of 3 bytes, which become lengths of 4, to the right. First all that
   * moves left, in order, then all that moves right, from the last: then none is written over before it has moved.
   */
  #layOut(): void {
    const starts = this.#nalStarts;
    const ends = this.#nalEnds;
    const first = this.#openSlice > 0 ? this.#openSlice - LENGTH_BYTES : this.#start;
    let end = first;
    for (let index = 0; index < starts.length; index++) {
      const start = starts[index] ?? 0;
      const nalEnd = ends[index] ?? 0;
      end += LENGTH_BYTES;
      if (end < start) this.#mover.move(end, start, nalEnd - start);
      end += nalEnd - start;
    }
    this.#end = end;
    for (let index = starts.length - 1; index >= 0; index--) {
      const start = starts[index] ?? 0;
      const sizeBytes = (ends[index] ?? 0) - start;
      end -= sizeBytes;
      if (end > start) this.#mover.move(end, start, sizeBytes);
      end -= LENGTH_BYTES;
      this.#view.setUint32(end, sizeBytes);
    }
  }

  #refuse(position: number, finding: string): false {
    this.#damaged(position, finding);
    return false;
  }

  #damaged(position: number, finding: string): 'damaged' {
    this.#log.damage('video-damaged', position, finding);
    return 'damaged';
  }
}
