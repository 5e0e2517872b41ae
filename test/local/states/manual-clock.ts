import type { Clock } from '../../../local/states/clock.ts';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-06-23T20:12:00.000Z');
  readonly #sleepers = new Set<{ at: number; wake: () => void }>();
  /** Every delay that was asked for, in milliseconds. */
  readonly delays: number[] = [];

  /** How many wait. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.delays.push(ms);
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
      if (signal.aborted) reject(signal.reason);
    });
  }

  /** Moves on, waking whoever is due on the way, and lets everything happen that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#earliest(); next !== undefined && next.at <= end; next = this.#earliest()) {
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers.delete(next);
      next.wake();
      await settle();
    }
    this.#now = end;
  }

  /** Moves on to the next sleeper that is due, if there is any. */
  async advanceToNext(): Promise<void> {
    await settle();
    const next = this.#earliest();
    if (next !== undefined) await this.advance(Math.max(0, next.at - this.#now));
  }

  #earliest(): { at: number; wake: () => void } | undefined {
    return [...this.#sleepers].sort((one, other) => one.at - other.at)[0];
  }
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
