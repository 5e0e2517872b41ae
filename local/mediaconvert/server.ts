import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { createFfmpegEncoder } from './encode.ts';
import type { JobFailedError } from './job-failure.ts';
import { createJobQueue, type RunJob } from './job-queue.ts';
import { JobStore } from './job-store.ts';
import { remuxTracks } from './remux-tracks.ts';
import { answerRequest } from './rest-api.ts';
import { createJobRunner } from './run-job.ts';
import { createLocalS3Client } from './s3-objects.ts';

/** How a local MediaConvert is set up. */
export interface MediaConvertServerOptions {
  /** The S3 server that inputs are read from and outputs are written to, such as `http://127.0.0.1:4566`. */
  readonly s3Endpoint: string;
  /** Port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Region in the jobs' ARNs; `us-east-1` when left out. */
  readonly region?: string;
  /** Milliseconds since the epoch; the system's clock when left out. */
  readonly clock?: () => number;
  /** The ffmpeg for outputs that are encoded; when left out, `FFMPEG_PATH`, or else the one on the `PATH`. */
  readonly ffmpegPath?: string;
  /** Folder for scratch files, made if need be; when left out, one of its own that is removed in the end. */
  readonly directory?: string;
  /** Jobs that run at the same time; one when left out, so that the state `SUBMITTED` is seen as it is in the cloud. */
  readonly concurrency?: number;
  /** Asked as each job begins: what it gives, the job ends in, with status `ERROR`, and nothing is made. */
  readonly failureOfJob?: () => JobFailedError | undefined;
}

/** A MediaConvert that runs. */
export interface MediaConvertServer {
  /** For `AWS_ENDPOINT_URL_MEDIACONVERT`, or the client's `endpoint`. */
  readonly url: string;
  /** Answers a request that another server took, as if it had come to `url`. */
  readonly answer: RequestListener;
  /** Cancels what is under way, removes scratch files and closes every connection. */
  stop(): Promise<void>;
}

/**
 * Starts a MediaConvert on loopback. It speaks the REST API of 2017-08-29 as far as jobs go, and converts for real:
 * `PASSTHROUGH` by itself, H.264 and AAC by ffmpeg. Settings that it does not carry out are refused when the job is
 * created. There is no authorization, and jobs live as long as the server does.
 */
export async function startMediaConvertServer(options: MediaConvertServerOptions): Promise<MediaConvertServer> {
  const { region = 'us-east-1', clock = Date.now } = options;
  const s3 = createLocalS3Client(options.s3Endpoint, region);
  const scratch = await prepareScratch(options.directory);
  const encode = createFfmpegEncoder({
    ffmpegPath: options.ffmpegPath ?? process.env.FFMPEG_PATH,
    searchPath: process.env.PATH,
  });
  const convert = createJobRunner({ s3, remux: remuxTracks, encode, directory: scratch.path });
  const run: RunJob = async (job, signal) => {
    const failure = options.failureOfJob?.();
    if (failure !== undefined) throw failure;
    await convert(job, signal);
  };
  const queue = createJobQueue(run, clock, options.concurrency);
  const store = new JobStore(queue, clock, region);
  const answer: RequestListener = (request, response) => {
    void answerRequest(store, request, response);
  };
  const server = createServer(answer);
  const { url, stop } = await listenOnLoopback(server, options.port).catch(async (error) => {
    await scratch.remove();
    throw error;
  });
  return {
    url,
    answer,
    async stop() {
      await stop();
      await queue.stop();
      s3.destroy();
      await scratch.remove();
    },
  };
}

async function prepareScratch(directory: string | undefined) {
  if (directory !== undefined) {
    const path = join(directory, 'jobs');
    // Jobs that ended with their process leave their files.
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    return { path, remove: async () => {} };
  }
  const path = await mkdtemp(join(tmpdir(), 'mediaconvert-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
