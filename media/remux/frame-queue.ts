/** What a frame in a queue is, as bits. */
export const KEY_FRAME = 1;
/** Audio: the stream states its time; otherwise it merely follows the frame before. */
export const TIME_STATED = 2;
/** Its time jumps: it waits until it is known whether the other track jumps as well. */
export const JUMP = 4;

const FIRST_CAPACITY = 64;

/**
 * Frames of one track, their bytes written, that wait for their place in time: columns of numbers in a ring, since an
 * object for each of 13 million frames would be most of the work. Seconds of media at most; it grows by doubling.
 */
export class FrameQueue {
  #capacity = FIRST_CAPACITY;
  #times = new Float64Array(FIRST_CAPACITY);
  #presentations = new Float64Array(FIRST_CAPACITY);
  #positions = new Float64Array(FIRST_CAPACITY);
  #sizes = new Uint32Array(FIRST_CAPACITY);
  #segments = new Uint32Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);
  #first = 0;
  #count = 0;
  #jumps = 0;
  #lastTime = Number.NaN;

  get count(): number {
    return this.#count;
  }

  /** Frames with {@link JUMP}. */
  get jumps(): number {
    return this.#jumps;
  }

  // Of the first frame; undefined behaviour without one.

  /** Of decoding, unwrapped; of presentation, for audio. */
  get time(): number {
    return this.#times[this.#first] ?? 0;
  }

  get presentation(): number {
    return this.#presentations[this.#first] ?? 0;
  }

  /** In the media data. */
  get position(): number {
    return this.#positions[this.#first] ?? 0;
  }

  get sizeBytes(): number {
    return this.#sizes[this.#first] ?? 0;
  }

  /** Index of the segment it came in. */
  get segment(): number {
    return this.#segments[this.#first] ?? 0;
  }

  get flags(): number {
    return this.#flags[this.#first] ?? 0;
  }

  /** Time of the frame that was added last, also when it has left. */
  get lastTime(): number {
    return this.#lastTime;
  }

  push(time: number, presentation: number, sizeBytes: number, position: number, flags: number, segment: number): void {
    if (this.#count === this.#capacity) this.#grow();
    const at = (this.#first + this.#count++) & (this.#capacity - 1);
    this.#times[at] = time;
    this.#presentations[at] = presentation;
    this.#positions[at] = position;
    this.#sizes[at] = sizeBytes;
    this.#segments[at] = segment;
    this.#flags[at] = flags;
    this.#lastTime = time;
    if ((flags & JUMP) !== 0) this.#jumps++;
  }

  /** Drops the first frame. */
  shift(): void {
    this.clearJump();
    this.#first = (this.#first + 1) & (this.#capacity - 1);
    this.#count--;
  }

  /** The first frame jumps no more. */
  clearJump(): void {
    if ((this.flags & JUMP) === 0) return;
    this.#flags[this.#first] = this.flags & ~JUMP;
    this.#jumps--;
  }

  /** Time of the last frame before the next jump that is not the first frame; `NaN` when there is none. */
  get lastTimeBeforeJump(): number {
    let time = Number.NaN;
    for (let i = 0; i < this.#count; i++) {
      const at = (this.#first + i) & (this.#capacity - 1);
      if (((this.#flags[at] ?? 0) & JUMP) !== 0) break;
      time = this.#times[at] ?? time;
    }
    return time;
  }

  #grow(): void {
    const columns = [
      this.#times,
      this.#presentations,
      this.#positions,
      this.#sizes,
      this.#segments,
      this.#flags,
    ] as const;
    this.#capacity *= 2;
    this.#times = new Float64Array(this.#capacity);
    this.#presentations = new Float64Array(this.#capacity);
    this.#positions = new Float64Array(this.#capacity);
    this.#sizes = new Uint32Array(this.#capacity);
    this.#segments = new Uint32Array(this.#capacity);
    this.#flags = new Uint8Array(this.#capacity);
    const grown = [this.#times, this.#presentations, this.#positions, this.#sizes, this.#segments, this.#flags];
    columns.forEach((column, index) => {
      grown[index]?.set(column.subarray(this.#first), 0);
      grown[index]?.set(column.subarray(0, this.#first), column.length - this.#first);
    });
    this.#first = 0;
  }
}
