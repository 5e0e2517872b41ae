/** One warm container of a function: a worker thread that handles one event at a time. */
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { FunctionModel } from '../template/system-model.ts';

/** An invocation that ended with an error, as Lambda reports it. */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError';
  /** `name` of the error that the function threw, or Lambda's own such as `Sandbox.Timedout`. */
  readonly errorType: string;
  readonly trace: readonly string[];

  constructor(errorType: string, message: string, trace: readonly string[] = []) {
    super(message);
    this.errorType = errorType;
    this.trace = trace;
  }

  /** The payload of the failed invocation, which Step Functions puts into `Cause`. */
  toPayload(): { errorType: string; errorMessage: string; trace: readonly string[] } {
    return { errorType: this.errorType, errorMessage: this.message, trace: this.trace };
  }
}

const answerSchema = z.object({
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ name: z.string(), message: z.string(), trace: z.array(z.string()) })),
});

/** Writes a line that a function logged. */
export type LogLine = (functionName: string, line: string) => void;

/** The event that is being handled. */
interface Invocation {
  resolve(result: unknown): void;
  reject(error: FunctionFailedError): void;
}

/** Starts at once; `isBroken` after a time-out, a crash or a stop, and then not used again. */
export class FunctionContainer {
  readonly #model: FunctionModel;
  readonly #worker: Worker;
  readonly #logs: readonly Interface[];
  #invocation: Invocation | undefined;
  #invocationCount = 0;
  #isBroken = false;

  constructor(model: FunctionModel, environment: Readonly<Record<string, string>>, logLine: LogLine) {
    this.#model = model;
    this.#worker = startWorker(model, environment);
    this.#logs = [this.#worker.stdout, this.#worker.stderr].map((input) =>
      createInterface({ input }).on('line', (line) => logLine(model.name, line)),
    );
    // For good, not for each invocation: a container may break down between two of them too.
    this.#worker.on('message', (answer: unknown) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#break('Runtime.ExitError', describe(error)));
    this.#worker.on('exit', (code) => this.#break('Runtime.ExitError', `The runtime exited with code ${code}`));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Events so far. */
  get eventCount(): number {
    return this.#invocationCount;
  }

  /** Runs one event; throws {@link FunctionFailedError}. */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#isBroken) throw new FunctionFailedError('Runtime.ExitError', 'The container broke down before the event');
    const { timeoutSeconds } = this.#model;
    const timer = setTimeout(
      () => this.#break('Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`),
      timeoutSeconds * 1000,
    );
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#invocation = { resolve, reject };
    });
    this.#invocationCount += 1;
    this.#worker.postMessage({ event, context: this.#context() });
    return answer.finally(() => clearTimeout(timer));
  }

  /** Ends the thread; an event that it is at fails, and what it still logs is lost. */
  async stop(): Promise<void> {
    for (const log of this.#logs) log.close();
    this.#break('Runtime.ExitError', 'The container was stopped');
    await this.#worker.terminate();
  }

  #settle(answer: unknown): void {
    const { result, error } = answerSchema.parse(answer);
    const invocation = this.#invocation;
    this.#invocation = undefined;
    if (error === undefined) invocation?.resolve(result);
    else invocation?.reject(new FunctionFailedError(error.name, error.message, error.trace));
  }

  #break(errorType: string, message: string): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#invocation?.reject(new FunctionFailedError(errorType, message));
    this.#invocation = undefined;
    void this.#worker.terminate();
  }

  #context(): Record<string, unknown> {
    return {
      awsRequestId: `00000000-0000-4000-8000-${String(this.#invocationCount).padStart(12, '0')}`,
      functionName: this.#model.name,
      functionVersion: '1',
      invokedFunctionArn: this.#model.arn,
      memoryLimitInMB: String(this.#model.memoryMb),
      // What cannot be posted, the worker makes of it.
      deadlineMs: Date.now() + this.#model.timeoutSeconds * 1000,
    };
  }
}

function startWorker(model: FunctionModel, environment: Readonly<Record<string, string>>): Worker {
  const [file = 'index', exportName = 'handler'] = model.handler.split('.');
  return new Worker(path.join(import.meta.dirname, 'function-worker.mjs'), {
    env: { ...environment, ...model.environment, AWS_LAMBDA_FUNCTION_NAME: model.name },
    workerData: { modulePath: pathToFileURL(path.join(model.directory, `${file}.mjs`)).href, exportName },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: model.memoryMb },
    execArgv: [],
  });
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
