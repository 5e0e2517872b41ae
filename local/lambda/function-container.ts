/** One warm container of a function: a worker thread that handles one event at a time. */
import path from 'node:path';
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
  id: z.number(),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ name: z.string(), message: z.string(), trace: z.array(z.string()) })),
});

/** Writes a line that a function logged. */
export type LogLine = (functionName: string, line: string) => void;

/** Starts lazily with the first event; `isBroken` after a time-out or a crash, and then not used again. */
export class FunctionContainer {
  readonly #model: FunctionModel;
  readonly #worker: Worker;
  #nextId = 0;
  isBroken = false;

  constructor(model: FunctionModel, environment: Readonly<Record<string, string>>, logLine: LogLine) {
    const [file = 'index', exportName = 'handler'] = model.handler.split('.');
    this.#model = model;
    this.#worker = new Worker(path.join(import.meta.dirname, 'function-worker.ts'), {
      env: { ...environment, ...model.environment, AWS_LAMBDA_FUNCTION_NAME: model.name },
      workerData: { modulePath: pathToFileURL(path.join(model.directory, `${file}.mjs`)).href, exportName },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: model.memoryMb },
      execArgv: [],
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString().split('\n').filter(Boolean)) logLine(model.name, line);
      });
    }
  }

  /** Runs one event; throws {@link FunctionFailedError}. */
  async invoke(event: unknown): Promise<unknown> {
    this.#nextId += 1;
    const id = this.#nextId;
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.isBroken = true;
        void this.#worker.terminate();
        reject(
          new FunctionFailedError('Sandbox.Timedout', `Task timed out after ${this.#model.timeoutSeconds}.00 seconds`),
        );
      }, this.#model.timeoutSeconds * 1000);
      this.#worker.once('error', (error) => {
        this.isBroken = true;
        clearTimeout(timer);
        reject(new FunctionFailedError('Runtime.ExitError', error instanceof Error ? error.message : String(error)));
      });
      this.#worker.once('message', (message: unknown) => {
        clearTimeout(timer);
        this.#worker.removeAllListeners('error');
        const { result, error } = answerSchema.parse(message);
        if (error === undefined) resolve(result);
        else reject(new FunctionFailedError(error.name, error.message, error.trace));
      });
    });
    this.#worker.postMessage({ id, event, context: this.#context(id) });
    return answer;
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #context(id: number): Record<string, unknown> {
    return {
      awsRequestId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      functionName: this.#model.name,
      functionVersion: '1',
      invokedFunctionArn: this.#model.arn,
      memoryLimitInMB: String(this.#model.memoryMb),
    };
  }
}
