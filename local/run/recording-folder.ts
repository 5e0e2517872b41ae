/** A folder laid out as IVS writes it, `events/` and `media/`, taken as a recording in the bucket. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import { makeRecordingPrefix } from '../../lambdas/shared/contract/recording-location.ts';
import { type RecordingMetadata, recordingMetadataSchema } from '../../lambdas/shared/contract/recording-metadata.ts';
import { parseWith } from '../../lambdas/shared/recording/schema-faults.ts';
import { UsageError } from '../cli-options.ts';

/** A recording on disk and where it belongs in S3. */
export interface RecordingFolder {
  readonly directory: string;
  readonly prefix: string;
  readonly recordingId: string;
  readonly channelArn: string;
  readonly metadata: RecordingMetadata;
  /** `recording-ended.json` or `recording-failed.json`. */
  readonly metadataFileName: string;
}

/** The recording that the repository brings along. */
export const sampleDirectory = path.join(import.meta.dirname, '../sample/h7RkV3sNp8Ya');

const channelArnPattern = /^arn:aws:ivs:[a-z0-9-]+:(\d{12}):channel\/([A-Za-z0-9]{1,20})$/;

function readMetadata(directory: string): { metadata: RecordingMetadata; metadataFileName: string } {
  const metadataFileName = metadataFileNames.find((name) => existsSync(path.join(directory, 'events', name)));
  if (metadataFileName === undefined) {
    throw new UsageError(
      `${directory} holds no recording: expected events/${metadataFileNames.join(' or events/')} in it. Give the folder that contains events/ and media/.`,
    );
  }
  const file = path.join(directory, 'events', metadataFileName);
  return { metadata: parseMetadata(file), metadataFileName };
}

function parseMetadata(file: string): RecordingMetadata {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const parsed = parseWith(recordingMetadataSchema, json, 'the file');
  if ('value' in parsed) return parsed.value;
  throw new UsageError(`${file} is not a metadata file as IVS writes it (${parsed.faults}).`);
}

// A copy may lie in a folder of any name, while a recording's id has letters and digits only.
const recordingIdOf = (directory: string): string =>
  path
    .basename(directory)
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 20) || 'recording';

/** Reads the folder; throws {@link UsageError} with one sentence when it is not a recording. */
export function readRecordingFolder(directory: string): RecordingFolder {
  if (!existsSync(directory)) throw new UsageError(`There is no folder ${directory}.`);
  if (!statSync(directory).isDirectory()) throw new UsageError(`${directory} is not a folder.`);
  const { metadata, metadataFileName } = readMetadata(directory);
  const [, accountId, channelId] = channelArnPattern.exec(metadata.channel_arn) ?? [];
  if (accountId === undefined || channelId === undefined) {
    throw new UsageError(`${directory}: channel_arn ${metadata.channel_arn} in the metadata is not an IVS channel's.`);
  }
  const recordingId = recordingIdOf(directory);
  const startedAt = new Date(metadata.recording_started_at);
  const prefix = makeRecordingPrefix({ accountId, channelId, startedAt, recordingId });
  return { directory, prefix, recordingId, channelArn: metadata.channel_arn, metadata, metadataFileName };
}

/** The name of every channel that a recording here comes from. */
export const localChannelName = 'Local channel';

/** Detail of the event that IVS would have sent for it. */
export function ivsEventDetail(folder: RecordingFolder, bucket: string): Record<string, unknown> {
  const { metadata, prefix } = folder;
  const isFailed = metadata.recording_status === 'RECORDING_ENDED_WITH_FAILURE';
  return {
    channel_name: localChannelName,
    stream_id: 'st-localStream0000000000000',
    recording_status: isFailed ? 'Recording End Failure' : 'Recording End',
    recording_status_reason: metadata.recording_status_message ?? '',
    recording_s3_bucket_name: bucket,
    recording_s3_key_prefix: prefix,
    recording_duration_ms: isFailed ? 0 : metadata.media.hls.duration_ms,
    recording_session_id: 'localSession0001',
    recording_session_stream_ids: ['st-localStream0000000000000'],
  };
}
