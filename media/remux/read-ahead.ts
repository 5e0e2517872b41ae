import { CHUNK_BYTES, type DemuxBuffers } from './demux-buffers.ts';
import type { SegmentReader } from './segment-source.ts';

/** What a read gave. */
export interface ReadChunk {
  /** Where it lies in the memory. */
  readonly from: number;
  /** 0 at the segment's end. */
  readonly count: number;
}

/**
 * Reads segments one after the other, ahead of whoever works on them: also across the end of a segment, since opening
 * and beginning each would otherwise take a turn through the event loop with nothing else to do.
 */
export class ReadAhead {
  readonly #buffers: DemuxBuffers;
  readonly #indices: readonly number[];
  readonly #open: (index: number) => Promise<SegmentReader>;
  /** Chunks and failures in the order of the stream; a failure is where the next chunk would have been. */
  readonly #ready: (ReadChunk | { readonly error: unknown })[] = [];
  #readCount = 0;
  #releasedCount = 0;
  #isClosed = false;
  #wakeReader: () => void = () => undefined;
  #wakeTaker: () => void = () => undefined;
  readonly #done: Promise<void>;

  /** @param open opens the segment with an index; it is closed here */
  constructor(buffers: DemuxBuffers, indices: readonly number[], open: (index: number) => Promise<SegmentReader>) {
    this.#buffers = buffers;
    this.#indices = indices;
    this.#open = open;
    this.#done = this.#readAll();
  }

  /**
   * The next chunk; a segment's last one is empty.
   *
   * @throws what opening or reading the segment has thrown; the next chunk is then of the next segment
   */
  async next(): Promise<ReadChunk> {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined && 'error' in ready) throw ready.error;
      if (ready !== undefined) return ready;
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
    }
  }

  /** The chunk that was given longest ago may be overwritten, though not what stands in front of it. */
  release(): void {
    this.#releasedCount++;
    this.#wakeReader();
  }

  /** Ends reading; when it is fulfilled nothing is written to the memory any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeReader();
    await this.#done;
  }

  async #readAll(): Promise<void> {
    for (const segmentIndex of this.#indices) {
      if (this.#isClosed) return;
      await this.#readSegment(segmentIndex).catch((error: unknown) => this.#put({ error }));
    }
  }

  async #readSegment(segmentIndex: number): Promise<void> {
    const reader = await this.#open(segmentIndex);
    try {
      for (let count = -1; count !== 0; ) {
        const from = await this.#freePlace();
        if (this.#isClosed) return;
        count = await reader.read(this.#buffers.bytes.subarray(from, from + CHUNK_BYTES));
        this.#readCount++;
        this.#put({ from, count });
      }
    } finally {
      await reader.close();
    }
  }

  #put(ready: ReadChunk | { readonly error: unknown }): void {
    this.#ready.push(ready);
    this.#wakeTaker();
  }

  /** The place of the next chunk, as soon as nobody uses it. */
  async #freePlace(): Promise<number> {
    const starts = this.#buffers.chunkStarts;
    while (this.#readCount - this.#releasedCount === starts.length && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    return starts[this.#readCount % starts.length] ?? 0;
  }
}
