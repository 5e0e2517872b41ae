/** Samples of a second to begin with; grows by doubling, and a second of media never has many more. */
const FIRST_CAPACITY = 256;

/** Measures the busiest second of a track: the largest number of bytes whose decode times lie within one second. */
export class BitrateMeter {
  readonly #timescale: number;
  /** A ring of the samples of the last second. */
  #times = new Float64Array(FIRST_CAPACITY);
  #sizes = new Float64Array(FIRST_CAPACITY);
  #oldest = 0;
  #count = 0;
  #bytes = 0;
  #busiestBytes = 0;

  /** @param timescale ticks per second */
  constructor(timescale: number) {
    this.#timescale = timescale;
  }

  /** Bytes in the busiest second so far. */
  get busiestSecondBytes(): number {
    return this.#busiestBytes;
  }

  push(decodeTime: number, sizeBytes: number): void {
    while (this.#count > 0 && (this.#times[this.#oldest] ?? 0) <= decodeTime - this.#timescale) this.#forget();
    if (this.#count === this.#times.length) this.#grow();
    const at = (this.#oldest + this.#count) % this.#times.length;
    this.#times[at] = decodeTime;
    this.#sizes[at] = sizeBytes;
    this.#count++;
    this.#bytes += sizeBytes;
    if (this.#bytes > this.#busiestBytes) this.#busiestBytes = this.#bytes;
  }

  #forget(): void {
    this.#bytes -= this.#sizes[this.#oldest] ?? 0;
    this.#oldest = (this.#oldest + 1) % this.#times.length;
    this.#count--;
  }

  #grow(): void {
    this.#times = doubled(this.#times, this.#oldest);
    this.#sizes = doubled(this.#sizes, this.#oldest);
    this.#oldest = 0;
  }
}

/** @param from index of the oldest, which comes first afterwards */
function doubled(ring: Float64Array<ArrayBuffer>, from: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(ring.length * 2);
  larger.set(ring.subarray(from));
  larger.set(ring.subarray(0, from), ring.length - from);
  return larger;
}
