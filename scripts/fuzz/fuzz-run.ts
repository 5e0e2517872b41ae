import type { FuzzTally } from './fuzz-tally.ts';
import { CaseStuckError, FuzzThread } from './fuzz-thread.ts';

/** How much is wanted of each target, or of all. */
export interface FuzzWish {
  /** For all targets together. */
  readonly minutes: number;
  /** For each target. */
  readonly cases: number;
  readonly seed: number;
  readonly path?: string | undefined;
}

/** Long enough for the thread's answers not to count, short enough for progress to be seen. */
const turnMs = 5000;
const firstTurnCases = 500;
const mostTurnCases = 50_000;

/** One target after the other, each in a thread of its own, so that the memory which one took is no other's. */
export class FuzzRun {
  readonly tallies: readonly FuzzTally[];
  readonly #wish: FuzzWish;
  readonly #print: (line: string) => void;
  #isStopped = false;
  #turns = 0;

  constructor(tallies: readonly FuzzTally[], wish: FuzzWish, print: (line: string) => void) {
    this.tallies = tallies;
    this.#wish = wish;
    this.#print = print;
  }

  /** After the turn under way. */
  stop(): void {
    this.#isStopped = true;
  }

  async fuzz(): Promise<void> {
    const endsAt = Date.now() + this.#wish.minutes * 60_000;
    for (const [index, tally] of this.tallies.entries()) {
      if (this.#isStopped) return;
      const remainingMs = (endsAt - Date.now()) / (this.tallies.length - index);
      await this.#fuzzTarget(tally, Date.now() + remainingMs);
      const { target, cases, cpuSeconds, failures } = tally;
      const faults = failures[0] === undefined ? 'no fault' : `a fault:\n${failures[0]}`;
      this.#print(`${target}: ${cases.toLocaleString('en-US')} cases in ${cpuSeconds.toFixed(1)} s of CPU, ${faults}`);
    }
  }

  /** Ends with the first fault, since there would only be the same again. */
  async #fuzzTarget(tally: FuzzTally, endsAt: number): Promise<void> {
    const thread = new FuzzThread();
    await thread.targets;
    let turnCases = firstTurnCases;
    do {
      const startedAt = performance.now();
      await this.#takeTurn(thread, tally, Math.min(turnCases, this.#wish.cases - tally.cases));
      const soManyFit = Math.round((turnCases * turnMs) / (performance.now() - startedAt));
      turnCases = Math.max(firstTurnCases, Math.min(mostTurnCases, soManyFit));
    } while (
      tally.failures.length === 0 &&
      tally.cases < this.#wish.cases &&
      Date.now() + turnMs / 2 < endsAt &&
      !this.#isStopped
    );
    await thread.end();
  }

  async #takeTurn(thread: FuzzThread, tally: FuzzTally, cases: number): Promise<void> {
    const { seed, path } = this.#wish;
    try {
      tally.add(await thread.run({ target: tally.target, seed: (seed + this.#turns++) | 0, cases, path }));
    } catch (error) {
      if (!(error instanceof CaseStuckError)) throw error;
      tally.failures.push(error.message);
    }
  }
}
