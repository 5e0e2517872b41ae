import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod/mini';

/** An S3 server in a process of its own, so that what it takes is not counted as that of whoever is measured. */
export interface ServerProcess<Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready;
  /** Requests answered so far. */
  readonly requestCount: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const countSchema = z.object({ requestCount: z.number() });

/**
 * Starts a script that sends one message when it is ready, answers each message with `{ requestCount }` and ends when it
 * is disconnected.
 */
export async function startServerProcess<Ready>(
  scriptPath: string,
  argument: object,
  readySchema: z.ZodMiniType<Ready>,
): Promise<ServerProcess<Ready>> {
  const child = fork(scriptPath, [JSON.stringify(argument)]);
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`The S3 server ended with ${code}.`)));
  // Rejects when the server is stopped too, when nobody waits for an answer any more.
  ended.catch(() => {});
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  return {
    ready: readySchema.parse(await answer()),
    requestCount: async () => {
      child.send('requestCount');
      return countSchema.parse(await answer()).requestCount;
    },
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
