/**
 * Lambda on the laptop: invokes functions by ARN (with or without a version), synchronously as Step Functions does, and
 * asynchronously as EventBridge and S3 do, with the function's own retries and dead letters.
 */
import type { FunctionModel } from '../template/system-model.ts';
import { FunctionContainer, FunctionFailedError, type LogLine } from './function-container.ts';

/** Puts a message that nobody could handle into a dead-letter queue. */
export type SendToDeadLetters = (
  queueArn: string,
  body: string,
  attributes: Readonly<Record<string, string>>,
) => Promise<void>;

/** What the runtime needs from its surroundings. */
export interface LambdaRuntimeOptions {
  readonly functions: readonly FunctionModel[];
  /** Environment of every function below its own: endpoints, Region, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sendToDeadLetters: SendToDeadLetters;
  /** Waits before the n-th retry of an asynchronous invocation (Lambda itself: 1 min, then 2 min). */
  readonly waitBeforeRetry: (attempt: number) => Promise<void>;
  readonly logLine: LogLine;
}

/** No function has this ARN. Name and meaning follow Lambda's `ResourceNotFoundException`. */
export class FunctionNotFoundError extends Error {
  override readonly name = 'FunctionNotFoundError';
}

// Enough for what one laptop runs at once; more invocations wait, as they would at the account's concurrency limit.
const containersPerFunction = 4;

class FunctionPool {
  readonly model: FunctionModel;
  readonly #make: () => FunctionContainer;
  readonly #free: FunctionContainer[] = [];
  readonly #all = new Set<FunctionContainer>();
  readonly #waiting: (() => void)[] = [];

  constructor(model: FunctionModel, make: () => FunctionContainer) {
    this.model = model;
    this.#make = make;
  }

  async invoke(event: unknown): Promise<unknown> {
    const container = await this.#acquire();
    try {
      return await container.invoke(event);
    } finally {
      this.#release(container);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((container) => container.stop()));
  }

  async #acquire(): Promise<FunctionContainer> {
    for (;;) {
      const free = this.#free.pop();
      if (free !== undefined) return free;
      if (this.#all.size < containersPerFunction) {
        const container = this.#make();
        this.#all.add(container);
        return container;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #release(container: FunctionContainer): void {
    if (container.isBroken) this.#all.delete(container);
    else this.#free.push(container);
    this.#waiting.shift()?.();
  }
}

/** See the file's comment. */
export class LambdaRuntime {
  readonly #options: LambdaRuntimeOptions;
  readonly #pools: Map<string, FunctionPool>;
  readonly #underWay = new Set<Promise<void>>();
  #isStopped = false;

  constructor(options: LambdaRuntimeOptions) {
    this.#options = options;
    this.#pools = new Map(
      options.functions.map((model) => [
        model.arn,
        new FunctionPool(model, () => new FunctionContainer(model, options.environment, options.logLine)),
      ]),
    );
  }

  /** Whether the ARN, with or without a version, names a function. */
  has(functionArn: string): boolean {
    return this.#find(functionArn) !== undefined;
  }

  /** Invokes and waits; throws {@link FunctionFailedError} or {@link FunctionNotFoundError}. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    const pool = this.#find(functionArn);
    if (pool === undefined) throw new FunctionNotFoundError(`There is no function ${functionArn}.`);
    return pool.invoke(JSON.parse(JSON.stringify(event)));
  }

  /** Accepts an event and returns; the rest happens behind, as with `InvocationType: Event`. */
  invokeAsynchronously(functionArn: string, event: unknown): void {
    const pool = this.#find(functionArn);
    if (pool === undefined) throw new FunctionNotFoundError(`There is no function ${functionArn}.`);
    const work = this.#invokeWithRetries(pool, functionArn, event).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Resolves when no asynchronous invocation is under way. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Ends every container; what is under way is dropped, as when the power goes. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  #find(functionArn: string): FunctionPool | undefined {
    // arn:aws:lambda:<region>:<account>:function:<name>[:<version>]
    return this.#pools.get(functionArn.split(':').slice(0, 7).join(':'));
  }

  async #invokeWithRetries(pool: FunctionPool, functionArn: string, event: unknown): Promise<void> {
    const { retries, deadLetterQueueArn } = pool.model.asynchronous;
    for (let attempt = 0; !this.#isStopped; attempt += 1) {
      try {
        await this.invoke(functionArn, event);
        return;
      } catch (error) {
        if (!(error instanceof FunctionFailedError)) throw error;
        if (attempt < retries) await this.#options.waitBeforeRetry(attempt + 1);
        else {
          // The raw event is kept, so that replaying it is one path: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
          if (deadLetterQueueArn !== undefined) await this.#sendToDeadLetters(deadLetterQueueArn, event, error);
          return;
        }
      }
    }
  }

  async #sendToDeadLetters(queueArn: string, event: unknown, error: FunctionFailedError): Promise<void> {
    await this.#options.sendToDeadLetters(queueArn, JSON.stringify(event), {
      ErrorCode: '200',
      ErrorMessage: `${error.errorType}: ${error.message}`.slice(0, 1024),
    });
  }
}
