/** Measures remux-export from S3 to S3, on the embedded server with the latency of the real one. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import { startServerProcess } from '../server-process.ts';
import type { ExportBundles } from './contestants.ts';
import type { MadeRecording } from './made-recording.ts';
import { runMeasured } from './measured-run.ts';

/** What S3 to S3 takes; GB are 10⁹ bytes of segments. */
export interface S3Row {
  readonly cpuSecondsPerGb: number;
  readonly requestsPerGb: number;
  readonly peakMemoryMb: number;
  readonly wallSeconds: number;
}

const recordingsBucket = 'my-recordings';
const exportsBucket = 'my-exports';
const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
const addedLatencyMs = 40;
const runs = 3;

const readySchema = z.object({ url: z.string() });
const scriptPath = path.join(import.meta.dirname, 's3-server-process.ts');

/** The median of CPU time over three runs, with the rest of the same run. */
export async function measureS3ToS3(bundles: ExportBundles, recording: MadeRecording): Promise<S3Row> {
  const recordingDirectory = path.dirname(recording.playlist);
  const directory = path.join(recordingDirectory, 'buckets');
  await mkdir(directory);
  const argument = { recordingDirectory, directory, addedLatencyMs, recordingsBucket, exportsBucket, prefix };
  const server = await startServerProcess(scriptPath, argument, readySchema);
  try {
    const rows: S3Row[] = [];
    for (let run = 0; run < runs; run++) {
      const before = await server.requestCount();
      const figures = await runMeasured({
        command: process.execPath,
        args: [bundles.remuxExportProcess, bundles.remuxExport, JSON.stringify(eventFor(recording))],
        environment: { ...environment, AWS_ENDPOINT_URL_S3: server.ready.url },
      });
      const gigabytes = recording.bytes / 1e9;
      rows.push({
        cpuSecondsPerGb: figures.cpuSeconds / gigabytes,
        requestsPerGb: ((await server.requestCount()) - before) / gigabytes,
        peakMemoryMb: figures.peakMemoryMb,
        wallSeconds: figures.wallSeconds,
      });
    }
    const sorted = rows.toSorted((one, other) => one.cpuSecondsPerGb - other.cpuSecondsPerGb);
    const [middle] = sorted.slice(Math.floor(sorted.length / 2));
    if (middle === undefined) throw new Error('Nothing was measured.');
    return middle;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the state machine passes. */
const eventFor = ({ bytes }: MadeRecording) => ({
  planned: {
    recording: {
      channelId: 'AbCdef1G2hij',
      channelArn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij',
      recordingId: 'j8Z9O91ndcVs',
      bucket: recordingsBucket,
      prefix,
      startedAt: '2026-06-23T20:12:34Z',
    },
    export: { name: 'archive', format: 'mp4', rendition: '1080p30', bucket: exportsBucket, key: 'archive.mp4' },
    plan: {
      engine: 'remux',
      engineReason: 'bench',
      video: 'copy',
      audio: 'copy',
      isAccelerated: false,
      retries: 0,
      pauseSeconds: 0,
      expectedDurationMs: 0,
      durationToleranceMs: 5000,
    },
    metadata: {},
    remuxJob: { playlistKeys: [`${prefix}/playlist.m3u8`], tracks: 'all', sourceBytes: bytes },
  },
  execution: { arn: 'arn:aws:states:us-west-2:123456789012:execution:bench:bench', name: 'bench', redriveCount: 0 },
});

// Of the credentials only that there are some matters.
const environment = {
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_EC2_METADATA_DISABLED: 'true',
  UPLOAD_PART_SIZE_BYTES: String(remuxCapacity.uploadPartSizeBytes),
};
