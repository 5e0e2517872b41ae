/** A process that runs one bundle once, as Lambda would at a cold start, and reports what that took. */
import { performance } from 'node:perf_hooks';
import * as z from 'zod/mini';

const [, , bundlePath = '', recording = ''] = process.argv;
const moduleSchema = z.object({ handler: z.custom<(event: unknown) => Promise<{ outcome: string }>>(isFunction) });

const startedAt = performance.now();
const { handler } = moduleSchema.parse(await import(bundlePath));
const { outcome } = await handler({
  input: { recording: JSON.parse(recording) },
  execution: { arn: 'arn:aws:states:us-west-2:123456789012:execution:bench:bench', name: 'bench', redriveCount: 0 },
});
const wallSeconds = (performance.now() - startedAt) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();

process.send?.({
  outcome,
  // Microseconds and kibibytes.
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMemoryMb: (maxRSS * 1024) / 1e6,
  wallSeconds,
});
process.disconnect?.();

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
