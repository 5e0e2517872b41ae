import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import * as z from 'zod/mini';
import type { RecordingReference } from '../lambdas/shared/contract/recording-location.ts';

/** How long a recording to serve. */
export interface RecordingSize {
  readonly segmentCount: number;
  readonly segmentSeconds: number;
  readonly renditionCount: number;
}

/** An S3 server in a process of its own, with one recording in memory. */
export interface RecordingServer {
  readonly url: string;
  readonly recording: RecordingReference;
  /** Requests answered so far. */
  readonly requestCount: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const readySchema = z.object({ url: z.string(), recording: z.object({ bucket: z.string(), prefix: z.string() }) });
const countSchema = z.object({ requestCount: z.number() });

const scriptPath = path.join(import.meta.dirname, 'recording-server-process.ts');

/** Starts the server; in another process, so that what it takes is not counted as the validation's. */
export async function startRecordingServer(size: RecordingSize): Promise<RecordingServer> {
  const child = fork(scriptPath, [JSON.stringify(size)]);
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`The S3 server ended with ${code}.`)));
  // Rejects when the server is stopped too, when nobody waits for an answer any more.
  ended.catch(() => {});
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  const { url, recording } = readySchema.parse(await answer());
  return {
    url,
    recording,
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
