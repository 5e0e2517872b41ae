/** The third part of a trial: a job of our own with the multivariant playlist, which this system never gives to MediaConvert. */
import * as z from 'zod/mini';
import { exportsFolderKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { describeError } from '../../frame/describe-error.ts';
import { isPassthrough } from './job-trace.ts';
import { hasJobEnded, type JobState } from './live-ports.ts';
import { awaitJobEnd } from './poll.ts';
import type { Fact } from './report.ts';
import type { Trial } from './trial.ts';
import type { TrialContext } from './trial-context.ts';

const jobLimitMs = 15 * 60_000;
const pauseMs = 5000;

const fact = 'passthrough-multivariant-playlist';

const requestSchema = z.looseObject({
  Settings: z.looseObject({
    Inputs: z.array(z.looseObject({ FileInput: z.string() })).check(z.minLength(1)),
    OutputGroups: z
      .array(
        z.looseObject({
          OutputGroupSettings: z.looseObject({ FileGroupSettings: z.looseObject({ Destination: z.string() }) }),
        }),
      )
      .check(z.minLength(1)),
  }),
});

/** Settles whether MediaConvert's passthrough takes it. */
export async function tryMultivariant(trial: Trial, context: TrialContext): Promise<void> {
  const model = trial.traces.find(({ request }) => isPassthrough(request))?.request;
  const request = model === undefined ? undefined : multivariantRequest(model, trial);
  if (request === undefined) {
    trial.settle(unsettled('no export came as far as a job that copies, of which this one is made'));
    return;
  }
  context.note('A job of your own reads the multivariant playlist.');
  trial.settle(await settle(request, trial, context));
}

const how = 'a job of your own, as that of the export but for its input';

const unsettled = (found: string): Fact => ({ fact, answer: 'not settled', found, how });

async function settle(request: object, trial: Trial, context: TrialContext): Promise<Fact> {
  try {
    const jobId = await context.ports.createJob(request);
    trial.ownJobs.add(jobId);
    return await waitFor(jobId, trial, context);
  } catch (error) {
    context.signal.throwIfAborted();
    return afterRefusal(error);
  }
}

async function waitFor(jobId: string, trial: Trial, context: TrialContext): Promise<Fact> {
  const state = await awaitJobEnd(jobId, { limitMs: jobLimitMs, pauseMs }, context);
  if (!hasJobEnded(state)) return unsettled(`the job is ${state.status} after ${jobLimitMs / 60_000} min`);
  if (state.status === 'COMPLETE') trial.ownFilesCopied++;
  return afterEnd(state);
}

function afterRefusal(error: unknown): Fact {
  const { name, message } = describeError(error);
  if (name === 'BadRequestException') return { fact, answer: 'no', found: `CreateJob refused it: ${message}`, how };
  const hint = /^(AccessDenied|Forbidden)/.test(name)
    ? ' It takes mediaconvert:CreateJob, mediaconvert:GetJob and iam:PassRole of the MediaConvert role.'
    : '';
  return unsettled(`${message}${hint}`);
}

function afterEnd({ status, heightPx, errorCode, errorMessage }: JobState): Fact {
  if (status === 'COMPLETE') {
    const variant = heightPx === undefined ? '' : `, of the variant with ${heightPx} lines`;
    return { fact, answer: 'yes', found: `the job is complete${variant}`, how };
  }
  if (status === 'CANCELED') return unsettled('somebody canceled the job');
  return { fact, answer: 'no', found: `error ${errorCode ?? 'without a code'}: ${errorMessage ?? ''}`, how };
}

/** `undefined` when what was sent is not what is expected here. */
function multivariantRequest(model: unknown, { plan: { look, location, sample } }: Trial): object | undefined {
  const parsed = requestSchema.safeParse(model);
  const [input] = parsed.data?.Settings.Inputs ?? [];
  const [group] = parsed.data?.Settings.OutputGroups ?? [];
  if (!parsed.success || input === undefined || group === undefined) return undefined;
  const { Settings, Tags: _, ...rest } = parsed.data;
  const { channelId, recordingId, prefix } = location;
  const FileInput = `s3://${look.recordingsBucket}/${sample.multivariantKeyAt(prefix)}`;
  const FileGroupSettings = {
    ...group.OutputGroupSettings.FileGroupSettings,
    Destination: `s3://${look.exportsBucket}/${exportsFolderKey(location)}doctor-multivariant`,
  };
  return {
    ...rest,
    ClientRequestToken: `${recordingId}-multivariant`,
    UserMetadata: { recordingId, channelId, recordingPrefix: prefix, exportName: 'doctor-multivariant' },
    Settings: {
      ...Settings,
      Inputs: [{ ...input, FileInput }],
      OutputGroups: [{ ...group, OutputGroupSettings: { ...group.OutputGroupSettings, FileGroupSettings } }],
    },
  };
}
