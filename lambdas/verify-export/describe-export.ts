import { exportSortKey, toAttributeValue } from '../shared/contract/catalog.ts';
import type { ExecutionContext } from '../shared/contract/execution-input.ts';
import {
  makeAnnouncement,
  type NotifiedExport,
  notificationId,
  notificationSchemaVersion,
} from '../shared/contract/notification.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';
import { dayOf } from '../shared/recording/notified-recording.ts';
import type { RemuxSummary } from '../shared/recording/planned-export.ts';
import { urlOfKey } from '../shared/recording/recording-keys.ts';
import type { ExportVersion } from '../shared/recording/storage-ports.ts';
import type { VerifyExportInput, VerifyExportOutput } from './schema.ts';

/** What is known of an export that passed. */
export interface VerifiedExport {
  readonly planned: VerifyExportInput['planned'];
  readonly execution: ExecutionContext;
  readonly location: RecordingLocation;
  readonly version: ExportVersion;
  readonly durationMs: number;
  readonly playbackBaseUrl: string;
  readonly verifiedAt: Date;
}

/** Every field that the states after VerifyExport read. */
export function describeExport(verified: VerifiedExport): VerifyExportOutput {
  const { planned, execution, location, verifiedAt } = verified;
  const { recording, metadata, remuxed } = planned;
  const { channelId, recordingId } = location;
  const notified = notifiedExport(verified);
  const type = 'recording.export.ready';
  return {
    catalog: {
      key: { channelId: { S: channelId }, recordingKey: { S: exportSortKey(location, notified.name) } },
      values: {
        day: { S: dayOf(location) },
        recordingId: { S: recordingId },
        startedAt: { S: recording.startedAt },
        exportName: { S: notified.name },
        export: toAttributeValue(remuxed === undefined ? notified : { ...notified, remuxed: figuresOf(remuxed) }),
        verifiedAt: { S: verifiedAt.toISOString() },
      },
    },
    announcement: makeAnnouncement({
      schemaVersion: notificationSchemaVersion,
      id: notificationId(`${channelId}/${recordingId}`, type, notified.name),
      type,
      time: verifiedAt.toISOString(),
      recording,
      export: notified,
      metadata,
      execution: { arn: execution.arn, redriveCount: execution.redriveCount },
    }),
    ...(remuxed === undefined ? {} : { remuxed }),
  };
}

/** What somebody asks who finds the export odd; sizes and durations stand beside it already. */
function figuresOf({ videoFrames, audioFrames, silentFramesInserted, parts, trimmedMs, warnings }: RemuxSummary) {
  return { videoFrames, audioFrames, silentFramesInserted, parts, trimmedMs, warningCount: warnings.length };
}

function notifiedExport({ planned, version, durationMs, playbackBaseUrl }: VerifiedExport): NotifiedExport {
  const { name, format, rendition } = planned.export;
  const { engine, engineReason } = planned.plan;
  const { bucket, key, sizeBytes } = version;
  // A re-run overwrites the object: the ETag in the URL, part of the cache's key, keeps an old copy from being served.
  const url = `${urlOfKey(playbackBaseUrl, key)}?v=${encodeURIComponent(version.etag.replaceAll('"', ''))}`;
  return { name, format, url, bucket, key, sizeBytes, durationMs, rendition, engine, engineReason };
}
