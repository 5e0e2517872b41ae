import type { Mp4Track } from '../../media/mp4/movie.ts';
import { expiryOf, exportSortKey, toAttributeValue } from '../shared/contract/catalog.ts';
import type { ExecutionContext } from '../shared/contract/execution-input.ts';
import {
  makeAnnouncement,
  type Notification,
  type NotifiedExport,
  notificationId,
  notificationSchemaVersion,
} from '../shared/contract/notification.ts';
import type { PlaybackAccess } from '../shared/contract/playback-access.ts';
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
  readonly tracks: readonly Mp4Track[];
  readonly playbackBaseUrl: string;
  readonly access: PlaybackAccess;
  readonly verifiedAt: Date;
  /** Later than `verifiedAt` by what it took to look. */
  readonly decidedAt: Date;
  /** Days until the catalog may forget it; null: never. */
  readonly catalogExpireAfterDays: number | null;
}

/** Every field that the states after VerifyExport read. */
export function describeExport(verified: VerifiedExport): VerifyExportOutput {
  const { planned, location, access, verifiedAt, decidedAt } = verified;
  const { recording, remuxed } = planned;
  const { channelId, recordingId } = location;
  const { url, ...file } = notifiedExport(verified);
  // What is withheld has no URL in the catalog either: whoever shows the catalog's items shows no private recording.
  const notified = access === 'withheld' ? file : { ...file, url };
  return {
    catalog: {
      key: { channelId: { S: channelId }, recordingKey: { S: exportSortKey(location, notified.name) } },
      values: {
        day: { S: dayOf(location) },
        recordingId: { S: recordingId },
        startedAt: { S: recording.startedAt },
        exportName: { S: notified.name },
        access: { S: access },
        export: toAttributeValue(remuxed === undefined ? notified : { ...notified, remuxed: figuresOf(remuxed) }),
        verifiedAt: { S: verifiedAt.toISOString() },
        asOf: { S: decidedAt.toISOString() },
        expiresAt: toAttributeValue(expiryOf(verifiedAt, verified.catalogExpireAfterDays)),
      },
    },
    announcement: makeAnnouncement(notificationOf(verified, { ...file, url })),
    ...(remuxed === undefined ? {} : { remuxed }),
  };
}

function notificationOf(verified: VerifiedExport, { url, ...file }: NotifiedExport): Notification {
  const { planned, execution, location, access, verifiedAt } = verified;
  const { recording, metadata } = planned;
  const type = access === 'withheld' ? 'recording.export.withheld' : 'recording.export.ready';
  const common = {
    schemaVersion: notificationSchemaVersion,
    id: notificationId(`${location.channelId}/${location.recordingId}`, type, file.name),
    time: verifiedAt.toISOString(),
    recording,
    metadata,
    execution: { arn: execution.arn, redriveCount: execution.redriveCount },
  } as const;
  if (access === 'withheld') return { type: 'recording.export.withheld', ...common, export: { ...file, access } };
  return { type: 'recording.export.ready', ...common, export: { ...file, access, url } };
}

/** What somebody asks who finds the export odd; sizes and durations stand beside it already. */
function figuresOf({ videoFrames, audioFrames, silentFramesInserted, parts, trimmedMs, warnings }: RemuxSummary) {
  return { videoFrames, audioFrames, silentFramesInserted, parts, trimmedMs, warningCount: warnings.length };
}

function notifiedExport({ planned, version, durationMs, tracks, playbackBaseUrl }: VerifiedExport): NotifiedExport {
  const { name, format, rendition, joinedWith } = planned.export;
  const { engine, engineReason, video } = planned.plan;
  const { bucket, key, sizeBytes } = version;
  // A re-run overwrites the object: the ETag in the URL, part of the cache's key, keeps an old copy from being served.
  const url = `${urlOfKey(playbackBaseUrl, key)}?v=${encodeURIComponent(version.etag.replaceAll('"', ''))}`;
  const picture = tracks.find(({ kind }) => kind === 'video');
  const clip = notifiedClip(planned);
  return {
    ...{ name, format, url, bucket, key, sizeBytes, durationMs, rendition },
    codecs: codecsOf(tracks),
    ...(picture === undefined ? {} : sizeOf(picture)),
    ...(picture === undefined || video === 'none' ? {} : { video }),
    ...(clip === undefined ? {} : { clip }),
    ...(joinedWith === undefined ? {} : { joinedWith }),
    ...{ engine, engineReason },
  };
}

/**
 * Remux knows the key frame that it began with, and an encode begins anywhere. Of frames that MediaConvert copied the file
 * does not tell: it is shorter by what was left out up to the next key frame, but may be so at its end as well.
 */
function notifiedClip({ remuxed, plan, export: target }: VerifiedExport['planned']): NotifiedExport['clip'] {
  if (remuxed?.clip !== undefined) return { ...remuxed.clip, times: 'actual' };
  return target.clip && { ...target.clip, times: plan.video === 'copy' ? 'requested' : 'actual' };
}

/** Video first, whichever track comes first in the file. */
const codecsOf = (tracks: readonly Mp4Track[]): string[] =>
  (['video', 'audio'] as const).flatMap((wanted) =>
    tracks.filter(({ kind }) => kind === wanted).map(({ codec }) => codec),
  );

const sizeOf = ({ width, height }: Mp4Track): { width?: number; height?: number } =>
  width === undefined || height === undefined ? {} : { width, height };
