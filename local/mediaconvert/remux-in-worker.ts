import { Worker } from 'node:worker_threads';
import type { ConversionInput, Converter } from './converter.ts';
import { JobFailedError } from './job-failure.ts';

/** What the worker thread tells. */
export type RemuxMessage =
  | { readonly type: 'progress'; readonly fraction: number }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string; readonly code?: number };

/**
 * Remuxes in a thread of its own: half a minute of computing for an hour of video would delay every other service of
 * the process, and a heap with a limit does not grow at the pace that suits a machine with plenty of memory.
 */
export const remuxInWorker: Converter = async (input, output, onProgress, signal) => {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./remux-worker.ts', import.meta.url), {
    workerData: { input, output },
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb(input), maxYoungGenerationSizeMb: youngHeapLimitMb },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on('message', (message: RemuxMessage) => {
    if (message.type === 'progress') {
      onProgress(message.fraction);
    } else if (message.type === 'done') {
      resolve();
    } else {
      reject(
        message.code === undefined ? new Error(message.message) : new JobFailedError(message.code, message.message),
      );
    }
  });
  worker.once('error', reject).once('exit', () => reject(new Error('The remuxing thread ended too early.')));
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
};

/** Frames on their way through live here; with V8's own limit the garbage among them takes 50 MB more. */
const youngHeapLimitMb = 16;

/**
 * mediabunny keeps an object per frame until it writes the index: about 60 MB for an hour of 30 pictures and 47 audio
 * frames a second. 80 MB leave room for 60 pictures a second.
 */
const heapLimitMb = ({ expectedSeconds }: ConversionInput): number => Math.ceil(96 + (expectedSeconds / 3600) * 80);
