import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FuzzAnswer, FuzzOrder } from './fuzz-orders.ts';

/** No case takes a second; this much shows a loop without end, also on a machine that is busy with other things. */
const longestCaseMs = 120_000;
/** Cases are small: what takes this much more memory than there was before grows without bound. */
const mostGrownBytes = 1024 * 1024 * 1024;
const mostHeapMegabytes = 512;
const watchEveryMs = 500;
/** For a thread to end by itself. */
const patienceMs = 2000;

/** Told by the thread that watches, when the one that runs cases cannot tell any more. */
export class CaseStuckError extends Error {
  override readonly name = 'CaseStuckError';
}

/** A thread that runs cases, and a watch over it. Once an order has failed with an error, it is of no more use. */
export class FuzzThread {
  readonly #begun = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  readonly #bytesBefore = process.memoryUsage.rss();
  /** Names of all targets. */
  readonly targets: Promise<readonly string[]>;

  constructor() {
    // By its place, since nothing outside test/ imports test/.
    this.#worker = new Worker(new URL('../../test/fuzz/fuzz-worker.ts', import.meta.url), {
      workerData: this.#begun.buffer,
      // The stack of a main thread, on which steps and commands run: threads have four times as much by default.
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMegabytes, stackSizeMb: 1 },
      // Those of whoever starts it are not for threads, when it is jest.
      execArgv: [],
    });
    this.targets = once(this.#worker, 'message').then(([names]) => names);
  }

  /** @throws {@link CaseStuckError} naming the case that never ends, or takes all memory */
  async run(order: FuzzOrder): Promise<FuzzAnswer> {
    Atomics.store(this.#begun, 0, 0);
    this.#worker.postMessage(order);
    const watch = new AbortController();
    try {
      const answered = once(this.#worker, 'message', { signal: watch.signal });
      return await Promise.race([answered.then(([answer]) => answer), this.#watch(order, watch.signal)]);
    } catch (error) {
      const isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      throw isOutOfMemory ? this.#stuck(order, `takes more than ${mostHeapMegabytes} MB of heap`) : error;
    } finally {
      watch.abort();
    }
  }

  /** Lets the thread clean up behind itself, unless it is stuck. */
  async end(): Promise<void> {
    this.#worker.postMessage('end');
    const patience = new AbortController();
    const exited = once(this.#worker, 'exit', { signal: patience.signal });
    await Promise.race([exited, setTimeout(patienceMs, undefined, { signal: patience.signal })]).catch(() => undefined);
    patience.abort();
    await this.#worker.terminate();
  }

  #watch(order: FuzzOrder, signal: AbortSignal): Promise<never> {
    let begun = -1;
    let since = Date.now();
    return new Promise((_, reject) => {
      const timer = setInterval(() => {
        const now = Atomics.load(this.#begun, 0);
        if (now !== begun) [begun, since] = [now, Date.now()];
        if (Date.now() - since > longestCaseMs)
          reject(this.#stuck(order, `runs for more than ${longestCaseMs / 1000} s`));
        if (process.memoryUsage.rss() > this.#bytesBefore + mostGrownBytes)
          reject(this.#stuck(order, 'takes all memory'));
      }, watchEveryMs);
      signal.addEventListener('abort', () => clearInterval(timer));
    });
  }

  /** Its path is the number of the case, from 0. */
  #stuck({ target, seed }: FuzzOrder, how: string): CaseStuckError {
    const repeat = `npm run fuzz -- --target ${target} --seed ${seed} --path ${Atomics.load(this.#begun, 0) - 1}`;
    return new CaseStuckError(`The case ${how}.\nTo repeat it: ${repeat}`);
  }
}
