/** A process that runs the bundle of remux-export once, as Lambda would, and tells its largest resident set. */
import * as z from 'zod/mini';

const [, , bundlePath = '', event = ''] = process.argv;
const isFunction = (value: unknown): boolean => typeof value === 'function';
const moduleSchema = z.object({
  handler: z.custom<(event: unknown, context: object) => Promise<{ videoFrames: number }>>(isFunction),
});

const { handler } = moduleSchema.parse(await import(bundlePath));
const context = { getRemainingTimeInMillis: () => 900_000 };
const { videoFrames } = await handler(JSON.parse(event), context);
if (videoFrames === 0) throw new Error('Expected an export with video, found none.');
process.send?.({ peakMemoryBytes: process.resourceUsage().maxRSS * 1024 });
process.disconnect?.();
