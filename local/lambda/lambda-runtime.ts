/**
 * Lambda on the laptop: invokes functions by ARN (with or without a version), synchronously as Step Functions does, and
 * asynchronously as EventBridge and S3 do, with the function's own retries and dead letters.
 */
import type { FunctionModel } from '../template/system-model.ts';
import { FunctionContainer, FunctionFailedError, type LogLine } from './function-container.ts';
import { FunctionPool } from './function-pool.ts';

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
  /** A container is replaced after so many events; never unless given. */
  readonly eventsPerContainer?: number;
}

/** No function has this ARN. Name and meaning follow Lambda's `ResourceNotFoundException`. */
export class FunctionNotFoundError extends Error {
  override readonly name = 'FunctionNotFoundError';
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
        new FunctionPool(
          model,
          () => new FunctionContainer(model, options.environment, options.logLine),
          options.eventsPerContainer,
        ),
      ]),
    );
  }

  /** Whether the ARN, with or without a version, names a function. */
  has(functionArn: string): boolean {
    return this.#find(functionArn) !== undefined;
  }

  /** Variables of a function as its template has them; throws {@link FunctionNotFoundError}. */
  variablesOf(functionArn: string): Readonly<Record<string, string>> {
    const pool = this.#find(functionArn);
    if (pool === undefined) throw new FunctionNotFoundError(`There is no function ${functionArn}.`);
    return pool.model.environment;
  }

  /** Invokes and waits; throws {@link FunctionFailedError} or {@link FunctionNotFoundError}. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    const pool = this.#find(functionArn);
    if (pool === undefined) throw new FunctionNotFoundError(`There is no function ${functionArn}.`);
    return pool.invoke(asJson(event));
  }

  /** Accepts an event and returns; the rest happens behind, as with `InvocationType: Event`. */
  invokeAsynchronously(functionArn: string, event: unknown): void {
    const pool = this.#find(functionArn);
    if (pool === undefined) throw new FunctionNotFoundError(`There is no function ${functionArn}.`);
    const work: Promise<void> = this.#invokeWithRetries(pool, event)
      .catch((error: unknown) => this.#options.logLine(pool.model.name, `This event is lost: ${String(error)}`))
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Whether an asynchronous invocation is under way. */
  get isBusy(): boolean {
    return this.#underWay.size > 0;
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

  async #invokeWithRetries(pool: FunctionPool, event: unknown): Promise<void> {
    const { retries } = pool.model.asynchronous;
    for (let attempt = 0; !this.#isStopped; attempt += 1) {
      const failure = await failureOf(pool.invoke(asJson(event)));
      if (failure === undefined || this.#isStopped) return;
      if (attempt === retries) return this.#sendToDeadLetters(pool.model, event, failure);
      await this.#options.waitBeforeRetry(attempt + 1);
    }
  }

  /** The raw event is kept, so that replaying it is one path. Without a queue it is lost, as in the cloud. */
  async #sendToDeadLetters({ asynchronous }: FunctionModel, event: unknown, error: FunctionFailedError): Promise<void> {
    const { deadLetterQueueArn } = asynchronous;
    if (deadLetterQueueArn === undefined) throw error;
    // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
    await this.#options.sendToDeadLetters(deadLetterQueueArn, JSON.stringify(event), {
      ErrorCode: '200',
      ErrorMessage: `${error.errorType}: ${error.message}`.slice(0, 1024),
    });
  }
}

/** What a function gets has been JSON on its way. */
const asJson = (event: unknown): unknown => JSON.parse(JSON.stringify(event));

async function failureOf(invocation: Promise<unknown>): Promise<FunctionFailedError | undefined> {
  try {
    await invocation;
    return undefined;
  } catch (error) {
    if (error instanceof FunctionFailedError) return error;
    throw error;
  }
}
