import path from 'node:path';
import * as z from 'zod/mini';
import type { RecordingReference } from '../lambdas/shared/contract/recording-location.ts';
import { startServerProcess } from './server-process.ts';

/** How long a recording to serve. */
export interface RecordingSize {
  readonly segmentCount: number;
  readonly segmentSeconds: number;
  readonly renditionCount: number;
}

/** An S3 server in a process of its own, with one recording in memory. */
export interface RecordingServer {
  readonly url: string;
  /** Of the channel, by IVS's API. */
  readonly ivsUrl: string;
  readonly recording: RecordingReference;
  /** Requests answered so far. */
  readonly requestCount: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const readySchema = z.object({
  url: z.string(),
  ivsUrl: z.string(),
  recording: z.object({ bucket: z.string(), prefix: z.string() }),
});

const scriptPath = path.join(import.meta.dirname, 'recording-server-process.ts');

/** Starts the server. */
export async function startRecordingServer(size: RecordingSize): Promise<RecordingServer> {
  const { ready, requestCount, stop } = await startServerProcess(scriptPath, size, readySchema);
  return { ...ready, requestCount, stop };
}
