import { createHash } from 'node:crypto';
import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import { exportKey } from '../shared/contract/object-keys.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { notifiedRecording } from '../shared/recording/notified-recording.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { Decision } from './decide-plan.ts';
import { makeJobSettings } from './make-job-settings.ts';
import type { PlanExportInput, PlanExportOutput } from './schema.ts';

/** Everything that a plan is made of. */
export interface PlannedParts {
  readonly event: PlanExportInput;
  readonly input: ExportInput;
  readonly location: ServedRecording;
  readonly metadata: RecordingMetadata;
  readonly wish: ExportWish;
  readonly rendition: Rendition;
  readonly playlist: MediaPlaylist;
  readonly decision: Decision;
  readonly exportsBucket: string;
}

/** Every field that the states after PlanExport read, with the job of the engine that was chosen. */
export function describePlan(parts: PlannedParts): PlanExportOutput {
  const { input, location, metadata, wish, rendition, playlist, decision, exportsBucket } = parts;
  const { channelId, recordingId } = location;
  const { remuxJob, ...plan } = decision;
  const expectedDurationMs = Math.round(playlist.durationSeconds * 1000);
  const key = exportKey({ channelId, recordingId, exportName: wish.name, format: 'mp4' });
  return {
    recording: { ...notifiedRecording(location, metadata, input.source?.channelName), durationMs: expectedDurationMs },
    export: { name: wish.name, format: 'mp4', rendition: rendition.name, bucket: exportsBucket, key },
    plan: { ...plan, expectedDurationMs },
    ...(remuxJob === undefined ? { mediaConvertJob: describeJob(parts, key) } : { remuxJob }),
    metadata: input.metadata ?? {},
  };
}

function describeJob({ event, location, wish, rendition, decision, exportsBucket }: PlannedParts, key: string) {
  const { bucket, channelId, recordingId } = location;
  const { arn } = event.execution;
  return {
    clientRequestTokenStem: tokenStem(arn, wish.name, decision),
    userMetadata: { recordingId, channelId, exportName: wish.name, executionArn: arn },
    settings: makeJobSettings({
      inputUrl: `s3://${bucket}/${rendition.playlistKey}`,
      destination: `s3://${exportsBucket}/${key.replace(/\.mp4$/, '')}`,
      video: decision.video,
      hasAudio: decision.hasAudio,
      lines: linesOf(rendition),
    }),
  };
}

/** Hashed, since a client request token has at most 64 characters and an ARN may have more. */
function tokenStem(executionArn: string, exportName: string, { video, hasAudio: isHeard }: Decision): string {
  return createHash('sha1').update([executionArn, exportName, video, isHeard].join('\n')).digest('hex');
}

function linesOf({ width, height }: Rendition): number | undefined {
  return width === undefined || height === undefined ? height : Math.min(width, height);
}
