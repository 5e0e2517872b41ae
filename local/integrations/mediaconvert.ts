/**
 * `mediaconvert:createJob.sync`: creates the job and waits for its end. Step Functions waits by events and by polling;
 * here polling does. A job that failed is reported as `States.TaskFailed` with the job as the cause: the name is not
 * documented, so a definition must not rely on more.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html
 */
import {
  CancelJobCommand,
  CreateJobCommand,
  type CreateJobCommandInput,
  GetJobCommand,
  type Job,
  MediaConvertClient,
} from '@aws-sdk/client-mediaconvert';
import * as z from 'zod/mini';
import { TaskFailure } from '../states/errors.ts';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
import { callService } from './service-failure.ts';

const pollIntervalMs = 100;

/** Above so many jobs that are waited for, each is asked for less often: a thousand would ask for nothing else. */
const mostPolledAtOnce = 10;

// The job's settings are the server's to judge, which knows every field; here only what is added to is looked at.
const isJobInput = (parameters: unknown): parameters is CreateJobCommandInput =>
  z.looseObject({ Role: z.string(), Settings: z.looseObject({}) }).safeParse(parameters).success;

/** What Step Functions adds to every job; changing it makes executions fail. */
const managedTag = { ManagedByService: 'AWSStepFunctions' };

/** Creates jobs on the embedded MediaConvert and waits. */
export function createJobIntegration(configuration: SdkConfiguration, endpoint: string): TaskIntegration {
  const client = new MediaConvertClient({ ...callSettings(configuration), endpoint });
  let waitedFor = 0;
  const pause = () => {
    const intervalMs = pollIntervalMs * Math.max(1, waitedFor / mostPolledAtOnce);
    return new Promise((resolve) => setTimeout(resolve, intervalMs));
  };
  const pollUntilEnd = async (jobId: string | undefined, signal: AbortSignal): Promise<Job> => {
    for (;;) {
      signal.throwIfAborted();
      const { Job } = await callService('MediaConvert', () => client.send(new GetJobCommand({ Id: jobId })), signal);
      if (Job !== undefined && Job.Status !== 'SUBMITTED' && Job.Status !== 'PROGRESSING') return Job;
      await pause();
    }
  };
  const waitForEnd = async (jobId: string | undefined, signal: AbortSignal): Promise<Job> => {
    waitedFor += 1;
    return pollUntilEnd(jobId, signal).finally(() => {
      waitedFor -= 1;
    });
  };
  return async (parameters, { signal, submitted }) => {
    if (!isJobInput(parameters)) throw new TaskFailure('States.Runtime', 'createJob needs Role and Settings.');
    const input = { ...parameters, Tags: { ...parameters.Tags, ...managedTag } };
    const create = () => client.send(new CreateJobCommand(input), { abortSignal: signal });
    const { Job: created } = await callService('MediaConvert', create, signal);
    submitted?.({ Job: created });
    // A stopped execution cancels its job, best effort, as Step Functions does.
    const cancel = () => void client.send(new CancelJobCommand({ Id: created?.Id })).catch(() => undefined);
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    const job = await waitForEnd(created?.Id, signal).finally(() => signal.removeEventListener('abort', cancel));
    if (job.Status === 'COMPLETE') return { Job: job };
    throw new TaskFailure('States.TaskFailed', JSON.stringify(job));
  };
}
