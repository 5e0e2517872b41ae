import { getHeapStatistics } from 'node:v8';

/** Looking at the heap takes as long as a small case does. */
const casesBetweenLooks = 256;

/** What cases cost this thread, for the figures that are told beside their number. */
export class CaseMeter {
  readonly #usage = process.threadCpuUsage();
  #cases = 0;
  #begunAt = performance.now();
  #longestCaseMs = 0;
  #peakBytes = 0;

  /** The next case begins, and the one before it, with its making, has ended. */
  begin(): void {
    const now = performance.now();
    this.#longestCaseMs = Math.max(this.#longestCaseMs, now - this.#begunAt);
    this.#begunAt = now;
    if (this.#cases++ % casesBetweenLooks === 0) this.#lookAtHeap();
  }

  end(): { readonly cpuSeconds: number; readonly longestCaseMs: number; readonly peakBytes: number } {
    this.begin();
    this.#lookAtHeap();
    const { user, system } = process.threadCpuUsage(this.#usage);
    return { cpuSeconds: (user + system) / 1e6, longestCaseMs: this.#longestCaseMs, peakBytes: this.#peakBytes };
  }

  #lookAtHeap(): void {
    const { total_heap_size: heap, external_memory: outside, malloced_memory: allocated } = getHeapStatistics();
    this.#peakBytes = Math.max(this.#peakBytes, heap + outside + allocated);
  }
}
