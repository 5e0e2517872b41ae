/** A process that starts a local system, takes recordings through it, and reports what that took. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import { loadSystemModel } from '../../local/system/local-system-model.ts';
import { startSystem } from '../../local/system/start-system.ts';
import { makeRecordings } from './recordings.ts';
import { runRecordings } from './run-recordings.ts';

const orderSchema = z.object({ recordings: z.number(), seed: z.number(), isOneByOne: z.boolean() });

/** The smallest rendition: it is not copying that is measured. */
const configuration = { exports: { archive: { rendition: '160p30' } } };

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-burst-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// Nobody is left to tell; so also when the bench is interrupted.
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit(143));
process.once('SIGINT', () => process.exit(130));

const model = await loadSystemModel(path.join(folder, 'cdk.out'), configuration);
const system = await startSystem({ model, directory: path.join(folder, 'run') });
const usageBefore = process.cpuUsage();
const outcome = await runRecordings(system, makeRecordings(order.recordings), order);
const { user, system: kernel } = process.cpuUsage(usageBefore);
const { maxRSS } = process.resourceUsage();
await system.stop();

// Kibibytes and microseconds.
process.send?.({ ...outcome, cpuSeconds: (user + kernel) / 1e6, peakMemoryMb: (maxRSS * 1024) / 1e6 });
process.disconnect?.();
