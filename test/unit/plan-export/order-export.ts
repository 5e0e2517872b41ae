/** Orders an export of a made recording, and checks what holds of every plan. */
import { expect } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { type PlanExportOutput, planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { remuxExportInputSchema } from '../../../lambdas/remux-export/schema.ts';
import { channelId, type MadeRecording, recordingId } from '../../fixtures/make-recording.ts';
import { type Configuration, execution, makePorts } from '../../fixtures/step-ports.ts';
import { findRequestFaults } from '../../local/mediaconvert/wire-request.ts';
import { findModelFaults } from './job-model.ts';

export const auto = { engine: 'auto' } as const;
export const convert = { engine: 'mediaconvert' } as const;
export const h264 = (height?: number, rest: object = {}) => ({ video: { codec: 'h264', height, ...rest } });

export const clip = (fromSeconds: number, toSeconds?: number) => ({ clip: { fromSeconds, toSeconds } });

const folder = `${channelId}/${recordingId}`;

export async function plan(recording: MadeRecording, wanted: object, options: Partial<Configuration> = {}) {
  const { joinWith, ...wish } = { joinWith: undefined, ...wanted };
  const input = { recording: recording.reference, export: wish, ...(joinWith === undefined ? {} : { joinWith }) };
  return planExport(planExportInputSchema.parse({ input, state: input, execution }), makePorts(recording, options));
}

/** As the definition makes it of the plan. */
const requestOf = ({ mediaConvertJob: job }: PlanExportOutput) =>
  job && {
    Role: 'arn:aws:iam::123456789012:role/mediaconvert',
    Queue: 'arn:aws:mediaconvert:us-west-2:123456789012:queues/Default',
    ClientRequestToken: `${job.clientRequestTokenStem}-0`,
    Priority: job.priority,
    StatusUpdateInterval: job.statusUpdateInterval,
    AccelerationSettings: { ...job.accelerationSettings },
    BillingTagsSource: 'JOB' as const,
    UserMetadata: { ...job.userMetadata },
    Tags: { ...job.tags },
    Settings: job.settings,
  };

/** What holds of every plan. */
export function requireSound(planned: PlanExportOutput, recording: MadeRecording): void {
  const { plan: made, export: target, remuxJob, mediaConvertJob } = planned;
  expect(target.key).toMatch(new RegExp(`^${folder}/[A-Za-z0-9_-]+\\.${target.format}$`));
  expect([made.video, made.audio]).not.toEqual(['none', 'none']);
  expect(made.expectedDurationMs).toBeGreaterThan(0);
  if (made.engine === 'remux') {
    expect(mediaConvertJob).toBeUndefined();
    expect(remuxExportInputSchema.parse({ planned, execution }).planned.remuxJob).toEqual(remuxJob);
    for (const key of remuxJob!.playlistKeys) expect(recording.storage.has(key)).toBe(true);
    return;
  }
  const request = requestOf(planned)!;
  expect(remuxJob).toBeUndefined();
  expect(findModelFaults(request)).toEqual([]);
  expect(findRequestFaults(request)).toEqual([]);
  const [group] = request.Settings.OutputGroups;
  const extension = group!.Outputs[0]!.Extension ?? 'mp4';
  expect(`${group!.OutputGroupSettings.FileGroupSettings.Destination}.${extension}`).toBe(
    `s3://my-exports/${target.key}`,
  );
  for (const { FileInput } of request.Settings.Inputs) {
    expect(recording.storage.has(FileInput.replace('s3://my-recordings/', ''))).toBe(true);
  }
}
