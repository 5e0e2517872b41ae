import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod/mini';
import type { Bundles, Contestant } from './bundles.ts';
import type { RecordingServer } from './start-recording-server.ts';

/** What one run took. */
export interface Figures {
  /** User and system time of the whole process, loading the bundle included. */
  readonly cpuSeconds: number;
  /** As the S3 server counted them. */
  readonly requests: number;
  /** Largest resident set of the process, in megabytes of 10⁶ bytes. */
  readonly peakMemoryMb: number;
  readonly wallSeconds: number;
}

const measuredSchema = z.object({
  outcome: z.string(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
  wallSeconds: z.number(),
});

/** Runs one of the bundles once on the server's recording, in a process of its own. */
export async function runOnce(bundles: Bundles, name: Contestant, server: RecordingServer): Promise<Figures> {
  const before = await server.requestCount();
  const child = fork(bundles['measured-process'], [bundles[name], JSON.stringify(server.recording)], {
    env: { ...environment, AWS_ENDPOINT_URL_S3: server.url, AWS_ENDPOINT_URL_IVS: server.ivsUrl },
    // Of its log nothing: what is printed here are figures.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), failureOf(exited)]);
  const { outcome, ...measured } = measuredSchema.parse(message);
  await exited;
  if (outcome !== 'playable') throw new Error(`Expected the recording to be playable, found ${outcome}.`);
  return { ...measured, requests: (await server.requestCount()) - before };
}

async function failureOf(exited: Promise<unknown[]>): Promise<never> {
  const [code] = await exited;
  throw new Error(`The measured process ended with ${code} before it reported.`);
}

// Of the credentials only that there are some matters.
const environment = {
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_EC2_METADATA_DISABLED: 'true',
  RECORDINGS_BUCKETS: '["my-recordings"]',
  CHANNEL_ARNS: '[]',
  EXPORTS_BUCKET: 'my-exports',
  CATALOG_EXPIRE_AFTER_DAYS: 'null',
  PLAYBACK_BASE_URL: 'https://video.example.com',
  PLAYBACK_POLICY: '{"isSigned":true,"privateChannels":"withhold","deletedChannels":"withhold"}',
  EXPORT_PROFILES: '{"archive":{"rendition":"highest"}}',
  DEFAULT_EXPORTS: '["archive"]',
};

/** The median of each figure by itself. */
export function median(figures: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => {
    const sorted = figures.map((each) => each[name]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    cpuSeconds: of('cpuSeconds'),
    requests: of('requests'),
    peakMemoryMb: of('peakMemoryMb'),
    wallSeconds: of('wallSeconds'),
  };
}
