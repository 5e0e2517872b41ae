/** The containers of one function: as many as events come at once, up to a limit, kept warm for the next ones. */
import type { FunctionModel } from '../template/system-model.ts';
import { type FunctionContainer, FunctionFailedError } from './function-container.ts';

// Enough for what one laptop runs at once; more invocations wait, as they would at the account's concurrency limit.
const containersPerFunction = 4;

/** See the file's comment. */
export class FunctionPool {
  readonly model: FunctionModel;
  readonly #make: () => FunctionContainer;
  readonly #eventsPerContainer: number;
  readonly #free: FunctionContainer[] = [];
  readonly #all = new Set<FunctionContainer>();
  readonly #waiting: (() => void)[] = [];
  #isStopped = false;

  /** @param eventsPerContainer after so many a container is replaced */
  constructor(model: FunctionModel, make: () => FunctionContainer, eventsPerContainer = Number.POSITIVE_INFINITY) {
    this.model = model;
    this.#make = make;
    this.#eventsPerContainer = eventsPerContainer;
  }

  /** Runs one event, once a container is free; throws FunctionFailedError. */
  async invoke(event: unknown): Promise<unknown> {
    const container = await this.#acquire();
    try {
      return await container.invoke(event);
    } finally {
      this.#release(container);
    }
  }

  /** Ends every container. Events that are handled, or wait for a container, fail. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((container) => container.stop()));
  }

  async #acquire(): Promise<FunctionContainer> {
    for (;;) {
      if (this.#isStopped) throw new FunctionFailedError('Runtime.ExitError', `${this.model.name} was stopped`);
      const free = this.#free.pop();
      if (free !== undefined && !free.isBroken) return free;
      // It crashed while nobody asked anything of it.
      if (free !== undefined) this.#all.delete(free);
      if (this.#all.size < containersPerFunction) {
        const container = this.#make();
        this.#all.add(container);
        return container;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #release(container: FunctionContainer): void {
    const isWornOut = container.eventCount >= this.#eventsPerContainer;
    if (container.isBroken || isWornOut) this.#all.delete(container);
    else this.#free.push(container);
    if (isWornOut) void container.stop();
    this.#waiting.shift()?.();
  }
}
