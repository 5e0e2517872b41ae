import { NumberBlocks } from './number-blocks.ts';
import { RunList } from './run-list.ts';

/**
 * A player reads and buffers chunk by chunk, so a chunk should be small; each costs 4 to 20 bytes of index, so not too
 * small. Below 8 Mbit/s a chunk is a second long, above it 1 MiB.
 */
const MAX_CHUNK_BYTES = 1024 * 1024;
const MAX_CHUNK_SECONDS = 1;

/** The chunks of a track: runs of samples that lie one right behind the other (ISO/IEC 14496-12 8.7.4, 8.7.5). */
export class ChunkList {
  readonly #maxTicks: number;
  readonly #positions = new NumberBlocks(Float64Array);
  /** Of the chunks that are over. */
  readonly #samplesPerChunk = new RunList();
  #highestPosition = 0;
  #highestEnd = 0;
  #openSamples = 0;
  #openBytes = 0;
  #openEnd = 0;
  #openSince = 0;

  /** @param timescale ticks per second */
  constructor(timescale: number) {
    this.#maxTicks = timescale * MAX_CHUNK_SECONDS;
  }

  get count(): number {
    return this.#positions.length;
  }

  /** Where the chunk that lies last begins. */
  get highestPosition(): number {
    return this.#highestPosition;
  }

  /** Where the media data ends that the chunks need. */
  get highestEnd(): number {
    return this.#highestEnd;
  }

  /** Entries of stsc. */
  get runs(): number {
    return this.#samplesPerChunk.runs;
  }

  push(position: number, sizeBytes: number, decodeTime: number): void {
    if (this.#openSamples === 0 || !this.#isContinued(position, sizeBytes, decodeTime)) {
      this.end();
      this.#positions.push(position);
      this.#highestPosition = Math.max(this.#highestPosition, position);
      this.#openSince = decodeTime;
    }
    this.#openSamples++;
    this.#openBytes += sizeBytes;
    this.#openEnd = position + sizeBytes;
    this.#highestEnd = Math.max(this.#highestEnd, this.#openEnd);
  }

  /** Says that no sample comes after this. */
  end(): void {
    if (this.#openSamples > 0) this.#samplesPerChunk.push(this.#openSamples);
    this.#openSamples = 0;
    this.#openBytes = 0;
  }

  forEachPosition(visit: (position: number) => void): void {
    this.#positions.forEach(visit);
  }

  /** Of each run of chunks with equally many samples, how many chunks. */
  forEachRunLength(visit: (chunks: number) => void): void {
    this.#samplesPerChunk.forEachCount(visit);
  }

  /** Of each such run, how many samples each chunk has. */
  forEachRunSamples(visit: (samplesPerChunk: number) => void): void {
    this.#samplesPerChunk.forEachValue(visit);
  }

  #isContinued(position: number, sizeBytes: number, decodeTime: number): boolean {
    return (
      position === this.#openEnd &&
      this.#openBytes + sizeBytes <= MAX_CHUNK_BYTES &&
      decodeTime - this.#openSince < this.#maxTicks
    );
  }
}
