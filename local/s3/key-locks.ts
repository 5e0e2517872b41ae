/** Lets one at a time do something to a key, in the order of asking; different keys do not wait for each other. */
export class KeyLocks {
  readonly #lastByKey = new Map<string, Promise<void>>();

  /** Waits for its turn, then does the work. The work's failure is the caller's alone. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#lastByKey.get(key) ?? Promise.resolve();
    const { promise: done, resolve: release } = Promise.withResolvers<void>();
    this.#lastByKey.set(key, done);
    await turn;
    try {
      return await work();
    } finally {
      release();
      if (this.#lastByKey.get(key) === done) this.#lastByKey.delete(key);
    }
  }
}
