import { Worker } from 'node:worker_threads';
import type { DemuxedBatch } from '../remux/demuxed-batch.ts';
import { type DemuxAnswer, type DemuxOrder, RELEASE, receiveFailure } from './demux-messages.ts';

/** A bundle of this module has to have one of the worker beside it. */
const workerName = import.meta.url.endsWith('.ts') ? './demux-worker.ts' : './demux-worker.mjs';

/** A worker thread that demuxes, and what it has demuxed so far. */
export class WorkerLane {
  readonly #worker = new Worker(new URL(workerName, import.meta.url));
  readonly #answers: DemuxAnswer[] = [];
  /** Of the thread itself: memory that ran out, a program that could not be loaded. */
  #failure: { readonly error: unknown } | undefined;
  #isReady = false;
  #wake = (): void => undefined;

  constructor() {
    this.#worker.on('message', (answer: DemuxAnswer) => {
      if (answer.kind === 'ready') this.#isReady = true;
      else this.#answers.push(answer);
      this.#wake();
    });
    this.#worker.once('error', (error) => this.#fail(error));
    this.#worker.once('exit', () => this.#fail(new Error('A demuxing thread ended before it had done its work.')));
  }

  /** Whether the thread has come up. One that never will is ready as well: `next` then says why. */
  get isReady(): boolean {
    return this.#isReady || this.#failure !== undefined;
  }

  /** Tells the thread, once it is ready, what to do. */
  begin(order: DemuxOrder): void {
    this.#worker.postMessage(order);
  }

  /**
   * The next batch of the segments that the worker was given, in their order. It is good until it is released.
   *
   * @throws what the worker has thrown in its place
   */
  async next(): Promise<DemuxedBatch> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer?.kind === 'batch') return answer.batch;
      if (answer?.kind === 'failure') throw receiveFailure(answer.failure);
      if (this.#failure !== undefined) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The batch that was taken longest ago is done with. */
  release(): void {
    this.#worker.postMessage(RELEASE);
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}
