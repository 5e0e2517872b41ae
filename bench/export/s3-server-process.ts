/** A process that serves a recording from a folder, and takes its export, by S3's API, until it is disconnected. */
import path from 'node:path';
import * as z from 'zod/mini';
import { startS3Server } from '../../local/s3/server.ts';

const argumentSchema = z.object({
  recordingDirectory: z.string(),
  /** Buckets lie here. */
  directory: z.string(),
  addedLatencyMs: z.number(),
  recordingsBucket: z.string(),
  exportsBucket: z.string(),
  prefix: z.string(),
});
const argument = argumentSchema.parse(JSON.parse(process.argv[2] ?? ''));

const server = await startS3Server({ ...argument, directory: path.join(argument.directory, 's3') });
await server.createBucket(argument.recordingsBucket);
await server.createBucket(argument.exportsBucket);
await server.mount({
  bucket: argument.recordingsBucket,
  prefix: argument.prefix,
  directory: argument.recordingDirectory,
});

process.on('message', () => {
  const requestCount = Object.values(server.requestCounts()).reduce((sum, count) => sum + count, 0);
  process.send?.({ requestCount });
});
process.once('disconnect', () => server.stop());
process.send?.({ url: server.url });
