/** The ports of `doctor --live`, over clients that end with the context. */
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CancelJobCommand,
  CreateJobCommand,
  type CreateJobCommandInput,
  GetJobCommand,
  MediaConvertClient,
} from '@aws-sdk/client-mediaconvert';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ExecutionDoesNotExist,
  paginateGetExecutionHistory,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { makeDeletePorts } from '../../delete/aws-ports.ts';
import { makeExecutionPorts } from '../../executions/execution-ports.ts';
import { makeFollowPorts } from '../../follow/aws-ports.ts';
import type { CommandContext } from '../../frame/command-context.ts';
import { makeDoctorPorts } from '../aws-ports.ts';
import { type JobTrace, toJobTraces } from './job-trace.ts';
import type { CleanUpPorts, JobPorts, JobState, LookPorts, TrialPorts } from './live-ports.ts';

/** What is asked before. */
export function makeLookPorts(context: CommandContext): LookPorts {
  const { listSubscriptions, stateMachine } = makeDoctorPorts(context);
  const lambda = context.client((settings) => new LambdaClient(settings));
  return {
    listSubscriptions,
    stateMachine,
    variables: async (FunctionName) =>
      (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Environment?.Variables ?? {},
  };
}

/** What the trial does. */
export function makeTrialPorts(context: CommandContext): TrialPorts {
  const s3 = context.client((settings) => new S3Client(settings));
  const mediaConvert = context.client((settings) => new MediaConvertClient(settings));
  const { describe, start } = makeExecutionPorts(context);
  return {
    ...makeFollowPorts(context),
    describe,
    start,
    ...makeJobPorts(context),
    putObject: async ({ bucket: Bucket, key: Key, body: Body }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: contentTypeOf(Key) }));
    },
    createJob: async (request) => {
      if (!isJobInput(request)) throw new TypeError('CreateJob needs Role and Settings.');
      const { Job } = await mediaConvert.send(new CreateJobCommand(request));
      return Job?.Id ?? '';
    },
    statusOf: (url) => statusOf(url, context.signal),
  };
}

/** What the cleaning up does: its context has a signal of its own. */
export function makeCleanUpPorts(context: CommandContext): CleanUpPorts {
  const states = context.client((settings) => new SFNClient(settings));
  const mediaConvert = context.client((settings) => new MediaConvertClient(settings));
  return {
    ...makeDeletePorts(context),
    ...makeJobPorts(context),
    stopExecution: async (executionArn) => {
      const why = { error: 'TrialOver', cause: 'doctor --live removes what it has made.' };
      await states.send(new StopExecutionCommand({ executionArn, ...why }));
    },
    cancelJob: async (Id) => {
      await mediaConvert.send(new CancelJobCommand({ Id }));
    },
  };
}

function makeJobPorts({ client }: CommandContext): JobPorts {
  const states = client((settings) => new SFNClient(settings));
  const mediaConvert = client((settings) => new MediaConvertClient(settings));
  return {
    readJobs: (executionArn) => readJobs(states, executionArn),
    jobState: (jobId) => jobState(mediaConvert, jobId),
  };
}

/** None while the execution cannot be seen yet. */
async function readJobs(client: SFNClient, executionArn: string): Promise<JobTrace[]> {
  const pages = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true, maxResults: 1000 });
  try {
    const events = [];
    for await (const page of pages) events.push(...(page.events ?? []));
    return toJobTraces(events);
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return [];
    throw error;
  }
}

async function jobState(client: MediaConvertClient, Id: string): Promise<JobState> {
  const { Job } = await client.send(new GetJobCommand({ Id }));
  return {
    status: Job?.Status ?? 'SUBMITTED',
    errorCode: Job?.ErrorCode,
    errorMessage: Job?.ErrorMessage,
    heightPx: Job?.OutputGroupDetails?.[0]?.OutputDetails?.[0]?.VideoDetails?.HeightInPx,
  };
}

// The settings are MediaConvert's to judge: they are what the state machine sent.
const isJobInput = (request: object): request is CreateJobCommandInput =>
  z.looseObject({ Role: z.string(), Settings: z.looseObject({}) }).safeParse(request).success;

const contentTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  json: 'application/json',
  m3u8: 'application/x-mpegURL',
  ts: 'video/MP2T',
};

const contentTypeOf = (key: string): string =>
  contentTypes[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

const answerTimeoutMs = 10_000;

async function statusOf(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]) });
  await response.body?.cancel();
  return response.status;
}
