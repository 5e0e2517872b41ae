/** Counts what has been set off and not yet finished, so that a run knows when all is quiet. */
export class WorkUnderWay {
  readonly #work = new Set<Promise<void>>();

  /** Adds work; what it throws goes to `onError`, since nobody waits for it by name. */
  add(work: Promise<void>, onError: (error: unknown) => void): void {
    const tracked: Promise<void> = work.catch(onError).finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  get isBusy(): boolean {
    return this.#work.size > 0;
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}
