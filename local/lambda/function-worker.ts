/**
 * Runs one function's bundle in a worker thread: an own module graph and an own `process.env`, as a container has.
 * A message `{ event, context }` is answered by `{ result }` or `{ error: { name, message, trace } }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';

const { modulePath, exportName } = z.object({ modulePath: z.string(), exportName: z.string() }).parse(workerData);
const requestSchema = z.object({ event: z.unknown(), context: z.looseObject({ deadlineMs: z.number() }) });

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(modulePath);
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new Error(`${modulePath} exports no function ${exportName}.`);
  return async (event, context) => Reflect.apply(handler, undefined, [event, context]);
}

/** What Lambda would put into the answer of a failed invocation. */
function describeError(error: unknown): { name: string; message: string; trace: string[] } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), trace: [] };
  return { name: error.name, message: error.message, trace: (error.stack ?? '').split('\n') };
}

/** With the method that Lambda's context has. */
const withRemainingTime = ({ deadlineMs, ...context }: { readonly deadlineMs: number }) => ({
  ...context,
  getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
});

let handler: Promise<Handler> | undefined;
parentPort?.on('message', async (message: unknown) => {
  const { event, context } = requestSchema.parse(message);
  try {
    handler ??= loadHandler();
    const result = await handler.then((run) => run(event, withRemainingTime(context)));
    // Lambda answers with JSON, and so loses what JSON cannot say.
    parentPort?.postMessage({ result: JSON.parse(JSON.stringify(result ?? null)) });
  } catch (error) {
    parentPort?.postMessage({ error: describeError(error) });
  }
});
