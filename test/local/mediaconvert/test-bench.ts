import { setTimeout } from 'node:timers/promises';
import {
  CreateJobCommand,
  type CreateJobCommandInput,
  GetJobCommand,
  type Job,
  type JobSettings,
  MediaConvertClient,
} from '@aws-sdk/client-mediaconvert';
import { afterEach, beforeEach } from '@jest/globals';
import { type MediaConvertServerOptions, startMediaConvertServer } from '../../../local/mediaconvert/server.ts';
import { S3Fake } from './s3-fake.ts';
import { putTinyHls, tinyUrl } from './tiny-hls.ts';

/** A local MediaConvert, an S3 to work on, and the real SDK client to talk to it. */
export interface Bench {
  readonly s3: S3Fake;
  readonly client: MediaConvertClient;
  create(settings: JobSettings, request?: Partial<CreateJobCommandInput>): Promise<Job>;
  get(id: string | undefined): Promise<Job>;
  /** Asks for the job, over and over, until it has ended. */
  waitForEnd(id: string | undefined): Promise<Job>;
  run(settings: JobSettings): Promise<Job>;
  stop(): Promise<void>;
}

/** A bench of its own for each test of a file, with the fixture on it. */
export function eachOnTinyHls(): () => Bench {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
    putTinyHls(bench.s3);
  });
  afterEach(() => bench.stop());
  return () => bench;
}

export async function startBench(options: Partial<MediaConvertServerOptions> = {}): Promise<Bench> {
  const s3 = await S3Fake.start();
  const server = await startMediaConvertServer({ s3Endpoint: s3.url, ...options });
  const client = new MediaConvertClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const bench: Bench = {
    s3,
    client,
    async create(Settings, request = {}) {
      const Role = 'arn:aws:iam::123456789012:role/mediaconvert-io';
      const { Job } = await client.send(new CreateJobCommand({ Role, Settings, ...request }));
      return Job!;
    },
    async get(Id) {
      const { Job } = await client.send(new GetJobCommand({ Id }));
      return Job!;
    },
    async waitForEnd(id) {
      let job = await bench.get(id);
      while (job.Status === 'SUBMITTED' || job.Status === 'PROGRESSING') {
        // As a client does: asked without a pause, it takes more of the core than the job.
        await setTimeout(5);
        job = await bench.get(id);
      }
      return job;
    },
    async run(settings) {
      const { Id } = await bench.create(settings);
      return await bench.waitForEnd(Id);
    },
    async stop() {
      await server.stop();
      await s3.stop();
      client.destroy();
    },
  };
  return bench;
}

type Output = NonNullable<NonNullable<JobSettings['OutputGroups']>[number]['Outputs']>[number];

/** An output that takes the rendition as it is. */
export const passthroughOutput: Output = {
  ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
  VideoDescription: {
    CodecSettings: {
      Codec: 'PASSTHROUGH',
      PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME', VideoSelectorMode: 'AUTO' },
    },
  },
  AudioDescriptions: [{ AudioSourceName: 'Audio Selector 1', CodecSettings: { Codec: 'PASSTHROUGH' } }],
};

/** An output that is encoded. */
export const encodedOutput: Output = {
  ContainerSettings: { Container: 'MP4' },
  VideoDescription: {
    Height: 72,
    CodecSettings: {
      Codec: 'H_264',
      H264Settings: { RateControlMode: 'QVBR', QvbrSettings: { QvbrQualityLevel: 7 }, MaxBitrate: 1_000_000 },
    },
  },
  AudioDescriptions: [
    {
      AudioSourceName: 'Audio Selector 1',
      CodecSettings: {
        Codec: 'AAC',
        AacSettings: { CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000, Bitrate: 128_000 },
      },
    },
  ],
};

type Clipping = NonNullable<NonNullable<JobSettings['Inputs']>[number]['InputClippings']>[number];

interface SettingsParts {
  fileInput?: string;
  /** Of several inputs in place of the one, in order. */
  fileInputs?: string[];
  /** Of the inputs, in the same order. */
  clippings?: (Clipping | undefined)[];
  destination?: string;
  outputs?: Output[];
  audioSelector?: object;
}

/** Settings of a job that copies the fixture to `s3://exports/out/recording.mp4`, but for what is given. */
export function makeSettings({
  fileInput = tinyUrl,
  fileInputs = [fileInput],
  clippings = [],
  destination = 's3://exports/out/recording',
  outputs = [passthroughOutput],
  audioSelector = { DefaultSelection: 'DEFAULT' },
}: SettingsParts = {}): JobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: fileInputs.map((FileInput, index) => ({
      FileInput,
      TimecodeSource: 'ZEROBASED',
      AudioSelectors: { 'Audio Selector 1': audioSelector },
      VideoSelector: {},
      ...(clippings[index] && { InputClippings: [clippings[index]] }),
    })),
    OutputGroups: [
      {
        Name: 'File Group',
        OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS', FileGroupSettings: { Destination: destination } },
        Outputs: outputs,
      },
    ],
  };
}
