/**
 * Runs one function's bundle in a worker thread: an own module graph and an own `process.env`, as a container has.
 * A message `{ event, context }` is answered by `{ result }` or `{ error: { name, message, trace } }`.
 *
 * JavaScript, and nothing imported but Node's own: a thread loads everything anew, and TypeScript and a schema library
 * took two thirds of the time in which a container comes up. Both sides of the messages are this folder's.
 */
import { parentPort, workerData } from 'node:worker_threads';

const { modulePath, exportName } = workerData;

async function loadHandler() {
  const module = await import(modulePath);
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new Error(`${modulePath} exports no function ${exportName}.`);
  return async (event, context) => Reflect.apply(handler, undefined, [event, context]);
}

/** What Lambda would put into the answer of a failed invocation. */
function describeError(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), trace: [] };
  return { name: error.name, message: error.message, trace: (error.stack ?? '').split('\n') };
}

/** With the method that Lambda's context has. */
const withRemainingTime = ({ deadlineMs, ...context }) => ({
  ...context,
  getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
});

let handler;
parentPort.on('message', async ({ event, context }) => {
  try {
    handler ??= loadHandler();
    const result = await handler.then((run) => run(event, withRemainingTime(context)));
    // Lambda answers with JSON, and so loses what JSON cannot say.
    parentPort.postMessage({ result: JSON.parse(JSON.stringify(result ?? null)) });
  } catch (error) {
    parentPort.postMessage({ error: describeError(error) });
  }
});
