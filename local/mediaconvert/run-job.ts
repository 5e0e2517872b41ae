import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { decideAcceleration } from './acceleration.ts';
import type { ConversionInput, Converter } from './converter.ts';
import { fetchInputs } from './fetch-inputs.ts';
import type { Job, OutputDetail } from './job.ts';
import { accessDenied, incompatibleSettings, missingAudio, missingVideo, unwritableOutput } from './job-failure.ts';
import type { RunJob } from './job-queue.ts';
import type { JobInput } from './job-settings.ts';
import { measureMp4, type ProbedTracks, probeTransportStream } from './media-probe.ts';
import { type OutputPlan, planOutputs } from './output-plan.ts';
import { toS3Url } from './s3-location.ts';
import { wasDenied } from './s3-objects.ts';
import { uploadFile } from './upload-file.ts';

/** What running a job takes. */
export interface JobTools {
  readonly s3: S3Client;
  /** Copies tracks as they are. */
  readonly remux: Converter;
  /** Encodes at least one track. */
  readonly encode: Converter;
  /** Folder for scratch files; as much room as the input and the largest output take. */
  readonly directory: string;
}

/** Shares of a job's time, for `jobPercentComplete`: reading the input, then converting, then writing each output. */
const percentAfterDownload = 10;
const convertingShare = 0.8;

/** Makes the function that carries a job out: read the playlist, fetch, convert, write, all by way of scratch files. */
export function createJobRunner(tools: JobTools): RunJob {
  return async (job, signal) => {
    const directory = await mkdtemp(join(tools.directory, `${job.id}-`));
    try {
      await runIn(directory, tools, job, signal);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
}

async function runIn(directory: string, tools: JobTools, job: Job, signal: AbortSignal): Promise<void> {
  const { settings } = job.request;
  job.phase = 'PROBING';
  const plans = planOutputs(settings, new Date(job.startedAtMs ?? job.submittedAtMs));
  checkOutputPaths(plans, settings.inputs);
  const onWarning = (text: string) => job.warnings.push(text);
  const input = await fetchInputs(tools.s3, settings.inputs, directory, onWarning, signal);
  await checkInputs(plans, input, settings.inputs);
  job.accelerationStatus = decideAcceleration(job.request, plans, input);
  job.percentComplete = percentAfterDownload;
  const details: OutputDetail[][] = settings.outputGroups.map(() => []);
  for (const [index, plan] of plans.entries()) {
    const onProgress = (fraction: number) => {
      const share = (index + fraction) / plans.length;
      job.percentComplete = Math.floor(percentAfterDownload + share * (100 - percentAfterDownload));
    };
    details[plan.groupIndex]?.push(
      await produce(plan, input, join(directory, `output-${index}.mp4`), tools, job, onProgress, signal),
    );
  }
  job.outputDetails = details;
}

/** 1040, in MediaConvert's words: writing over what is being read. */
function checkOutputPaths(plans: readonly OutputPlan[], inputs: readonly JobInput[]): void {
  // An input may be given twice; what is written must differ from all the rest.
  const inputUrls = inputs.map(({ fileInput }) => fileInput);
  const outputUrls = plans.map(({ location }) => toS3Url(location));
  const duplicate = outputUrls.find((url, index) => inputUrls.includes(url) || outputUrls.indexOf(url) !== index);
  if (duplicate !== undefined) {
    throw incompatibleSettings(`Duplicate input and output path [${duplicate}] found in job.`);
  }
}

/** What an output wants, each input must have: a part without picture or sound is not made up here. */
async function checkInputs(
  plans: readonly OutputPlan[],
  { sources, segments }: ConversionInput,
  inputs: readonly JobInput[],
): Promise<void> {
  for (const [index, { firstSegment }] of sources.entries()) {
    const tracks = await probeTransportStream(segments[firstSegment]?.path ?? '');
    for (const plan of plans) {
      checkTracks(plan, tracks, inputs[index]?.fileInput ?? '');
    }
  }
}

function checkTracks({ video, audio }: OutputPlan, tracks: ProbedTracks, inputUrl: string): void {
  if (video !== undefined && tracks.videoCodec === undefined) {
    throw missingVideo(inputUrl);
  }
  if (audio !== undefined && tracks.audioCodecs[audio.trackNumber - 1] === undefined) {
    throw audio.isTrackNamed
      ? incompatibleSettings(
          `Invalid audio track specified for audio_selector [${audio.selectorName}]. Audio track [${audio.trackNumber}] not found in input container.`,
        )
      : missingAudio(audio.selectorName);
  }
}

async function produce(
  plan: OutputPlan,
  input: ConversionInput,
  path: string,
  { s3, remux, encode }: JobTools,
  job: Job,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<OutputDetail> {
  const isEncoded = plan.video?.codec === 'h264' || plan.audio?.codec === 'aac';
  job.phase = 'TRANSCODING';
  const onConverted = (fraction: number) => onProgress(fraction * convertingShare);
  job.warnings.push(...(await (isEncoded ? encode : remux)(input, { ...plan, path }, onConverted, signal)));
  const { durationMs, size, hasAudio } = await measureMp4(path);
  // What the program map announces may never have come.
  if (plan.video !== undefined && size === undefined) {
    throw missingVideo(input.sources[0]?.playlistUrl ?? '');
  }
  if (plan.audio !== undefined && !hasAudio) {
    throw missingAudio(plan.audio.selectorName);
  }
  job.phase = 'UPLOADING';
  const onUploaded = (fraction: number) => onProgress(convertingShare + fraction * (1 - convertingShare));
  await upload(s3, plan, path, onUploaded, signal);
  await rm(path);
  return {
    durationInMs: durationMs,
    ...(size && { videoDetails: { widthInPx: size.width, heightInPx: size.height } }),
  };
}

async function upload(
  s3: S3Client,
  { location, video }: OutputPlan,
  path: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const contentType = video === undefined ? 'audio/mp4' : 'video/mp4';
  try {
    await uploadFile(s3, { path, location, contentType }, onProgress, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw wasDenied(error) ? accessDenied(toS3Url(location), error) : unwritableOutput(toS3Url(location), error);
  }
}
