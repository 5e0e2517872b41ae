import type { AccelerationStatus } from './acceleration.ts';
import type { CreateJobRequest } from './create-job-request.ts';

/** States of a job; the last three are its ends. */
export type JobStatus = 'SUBMITTED' | 'PROGRESSING' | 'COMPLETE' | 'CANCELED' | 'ERROR';

/** What a job that is in progress is doing. */
export type JobPhase = 'PROBING' | 'TRANSCODING' | 'UPLOADING';

/** What is told of a file when the job is complete. There is no path in it: see {@link toWireJob}. */
export interface OutputDetail {
  readonly durationInMs: number;
  /** Absent on files without video. */
  readonly videoDetails?: { readonly widthInPx: number; readonly heightInPx: number };
}

/** A job as the service keeps it. Times are milliseconds since the epoch. */
export interface Job {
  readonly id: string;
  readonly arn: string;
  readonly request: CreateJobRequest;
  /** The request's settings as they came. */
  readonly settingsAsSent: unknown;
  readonly submittedAtMs: number;
  status: JobStatus;
  phase?: JobPhase;
  percentComplete?: number;
  startedAtMs?: number;
  finishedAtMs?: number;
  error?: { readonly code: number; readonly message: string };
  /** Known once the input has been looked at. */
  accelerationStatus?: AccelerationStatus;
  readonly warnings: string[];
  /** One list per output group, in the order of the settings. */
  outputDetails?: readonly (readonly OutputDetail[])[];
}

/** Whether nothing more will happen to the job. */
export const hasEnded = ({ status }: Job): boolean => status !== 'SUBMITTED' && status !== 'PROGRESSING';

const toEpochSeconds = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.floor(ms / 1000);

/**
 * The `Job` of `CreateJob`, `GetJob` and `ListJobs` as JSON: camelCase, times in seconds since the epoch, absent
 * members left out. As in the real service the paths of the output files are not in it; only the EventBridge event of
 * a complete job carries those.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs-id.html
 */
export function toWireJob(job: Job): Record<string, unknown> {
  const { request } = job;
  return {
    arn: job.arn,
    id: job.id,
    createdAt: toEpochSeconds(job.submittedAtMs),
    role: request.role,
    settings: job.settingsAsSent,
    queue: request.queue ?? defaultQueueArn(job.arn),
    priority: request.priority ?? 0,
    userMetadata: request.userMetadata ?? {},
    statusUpdateInterval: request.statusUpdateInterval ?? 'SECONDS_60',
    billingTagsSource: request.billingTagsSource ?? 'JOB',
    accelerationSettings: request.accelerationSettings ?? { mode: 'DISABLED' },
    accelerationStatus: job.accelerationStatus ?? 'NOT_APPLICABLE',
    simulateReservedQueue: request.simulateReservedQueue ?? 'DISABLED',
    clientRequestToken: request.clientRequestToken,
    ...wireProgress(job),
  };
}

function wireProgress(job: Job): Record<string, unknown> {
  return {
    status: job.status,
    currentPhase: job.phase,
    jobPercentComplete: job.percentComplete,
    errorCode: job.error?.code,
    errorMessage: job.error?.message,
    retryCount: 0,
    messages: { info: [], warning: job.warnings },
    outputGroupDetails: job.outputDetails?.map((outputDetails) => ({ outputDetails })),
    timing: {
      submitTime: toEpochSeconds(job.submittedAtMs),
      startTime: toEpochSeconds(job.startedAtMs),
      finishTime: toEpochSeconds(job.finishedAtMs),
    },
  };
}

const defaultQueueArn = (jobArn: string): string => jobArn.replace(/:jobs\/.*$/, ':queues/Default');
