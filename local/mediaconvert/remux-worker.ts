/** The worker thread of {@link file://./remux-in-worker.ts}: does one remux, reports on the way, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { JobFailedError } from './job-failure.ts';
import { remuxWithMediabunny } from './remux.ts';
import type { RemuxMessage } from './remux-in-worker.ts';

const trackSchema = z.looseObject({ codec: z.literal('passthrough') });
const workSchema = z.object({
  input: z.object({ paths: z.array(z.string()), expectedSeconds: z.number() }),
  output: z.object({
    path: z.string(),
    video: z.optional(trackSchema),
    audio: z.optional(z.extend(trackSchema, { trackNumber: z.number() })),
    isIndexFirst: z.boolean(),
  }),
});

const post = (message: RemuxMessage): void => parentPort?.postMessage(message);

let lastPercent = 0;
function reportProgress(fraction: number): void {
  // A message a packet would be a hundred thousand an hour.
  const percent = Math.floor(fraction * 100);
  if (percent > lastPercent) {
    lastPercent = percent;
    post({ type: 'progress', fraction });
  }
}

try {
  const { input, output } = workSchema.parse(workerData);
  // Nobody aborts in here: the thread is terminated from outside.
  await remuxWithMediabunny(input, output, reportProgress, new AbortController().signal);
  post({ type: 'done' });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  post({ type: 'failed', message, ...(error instanceof JobFailedError && { code: error.code }) });
}
