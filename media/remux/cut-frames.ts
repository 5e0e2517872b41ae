import { adtsHeaderBytes } from '../aac/adts-header.ts';

/** AAC frames without their ADTS headers, back to back. Valid until the second-next ones are cut. */
export interface AudioFrames {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly sizes: Uint16Array;
  /** As in the PES header: 90 kHz, 33 bits; `NaN` where a frame simply follows the one before. */
  readonly presentationTimes: Float64Array;
}

const FIRST_CAPACITY = 256;

/** Gathers the frames that are cut from one buffer, moving them together in it: taking headers off only makes room. */
export class CutFrames {
  #bytes: Uint8Array = new Uint8Array();
  #sizeBytes = 0;
  #count = 0;
  #sizes = new Uint16Array(FIRST_CAPACITY);
  #times = new Float64Array(FIRST_CAPACITY);

  get frames(): AudioFrames {
    return {
      bytes: this.#bytes.subarray(0, this.#sizeBytes),
      count: this.#count,
      sizes: this.#sizes,
      presentationTimes: this.#times,
    };
  }

  /** Begins with another buffer, which is written over from its beginning as frames are taken from further behind. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#sizeBytes = 0;
    this.#count = 0;
  }

  /** Takes the ADTS frame at `at`. */
  add(at: number, frameBytes: number, time: number): void {
    if (this.#count === this.#sizes.length) this.#grow();
    const from = at + adtsHeaderBytes(this.#bytes, at);
    const to = at + frameBytes;
    this.#bytes.copyWithin(this.#sizeBytes, from, to);
    this.#sizes[this.#count] = to - from;
    this.#times[this.#count] = time;
    this.#sizeBytes += to - from;
    this.#count++;
  }

  /** Takes back the last frame, if there is one. */
  dropLast(): void {
    if (this.#count > 0) this.#sizeBytes -= this.#sizes[--this.#count] ?? 0;
  }

  #grow(): void {
    const sizes = new Uint16Array(2 * this.#sizes.length);
    const times = new Float64Array(2 * this.#times.length);
    sizes.set(this.#sizes);
    times.set(this.#times);
    this.#sizes = sizes;
    this.#times = times;
  }
}
