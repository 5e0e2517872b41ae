import { createHash } from 'node:crypto';
import type { MediaConvertSettings } from '../shared/contract/media-convert-settings.ts';
import type { Plan, PlannedExport } from '../shared/recording/planned-export.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { VideoEncode } from './encode-settings.ts';
import { type JobInput, makeJobSettings } from './make-job-settings.ts';
import type { MediaConvertJob } from './schema.ts';

/** Everything that a job is made of. */
export interface JobParts {
  readonly executionArn: string;
  readonly recording: ServedRecording;
  readonly target: PlannedExport['export'];
  readonly plan: Plan;
  readonly inputs: readonly JobInput[];
  readonly encode: VideoEncode;
  readonly settings: MediaConvertSettings;
}

/** What the workflow hands to CreateJob, but for role and queue, which the definition knows. */
export function describeJob(parts: JobParts): MediaConvertJob {
  const { executionArn, recording, target, plan, inputs, encode, settings } = parts;
  const { channelId, recordingId, prefix } = recording;
  const { name, format, bucket, key } = target;
  return {
    clientRequestTokenStem: tokenStem(parts),
    priority: settings.priority,
    statusUpdateInterval: `SECONDS_${settings.statusIntervalSeconds}`,
    accelerationSettings: { Mode: plan.isAccelerated ? settings.acceleration : 'DISABLED' },
    // Both lead back from a job to its recording and execution: metadata in MediaConvert's events, tags on the bill.
    userMetadata: { recordingId, channelId, recordingPrefix: prefix, exportName: name, executionArn },
    tags: { channelId, recordingId, exportName: name, executionArn },
    settings: makeJobSettings({
      inputs,
      destination: `s3://${bucket}/${key.slice(0, -`.${format}`.length)}`,
      format,
      video: plan.video,
      audio: plan.audio,
      encode,
    }),
  };
}

/**
 * Two jobs that differ have different ones, or MediaConvert would answer with the first. Hashed, since a client request
 * token has at most 64 characters and an ARN may have more.
 */
function tokenStem({ executionArn, target, plan }: JobParts): string {
  const { video, audio, isAccelerated, retries } = plan;
  const parts = [executionArn, target.name, video, audio, isAccelerated, retries];
  return createHash('sha1').update(parts.join('\n')).digest('hex');
}
