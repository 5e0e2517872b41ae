/** A process that runs one event through a bundle, as Lambda would at a cold start, and tells what that took. */

const [, , bundle = '', event = '', timeoutSeconds = ''] = process.argv;
const deadline = Date.now() + Number(timeoutSeconds) * 1000;
const { handler } = (await import(bundle)) as { handler: (event: unknown, context: object) => Promise<unknown> };

const startedAt = performance.now();
const result = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => deadline - Date.now() });
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();

process.send?.({
  result,
  seconds: (performance.now() - startedAt) / 1000,
  // Microseconds and kibibytes.
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMemoryMb: (maxRSS * 1024) / 1e6,
});
process.disconnect?.();
