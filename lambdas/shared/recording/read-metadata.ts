/** Finds and reads the metadata file that marks the end of a recording. */
import {
  RecordingMetadataInvalidError,
  RecordingMetadataMissingError,
  RecordingNotReadyError,
} from '../contract/errors.ts';
import { eventsFolderKey, metadataFileKey, metadataFileNames } from '../contract/object-keys.ts';
import { type RecordingMetadata, recordingMetadataSchema } from '../contract/recording-metadata.ts';
import { requireReadable } from './archived.ts';
import { isRecent } from './freshness.ts';
import { parseWith } from './schema-faults.ts';
import { isArnOfChannel, type ServedRecording } from './served-recording.ts';
import type { ListFolder, Now, ReadText } from './storage-ports.ts';

// A real one has about 1 KB. This bounds what a step carries, far above anything that IVS writes.
const maxSizeBytes = 64 * 1024;

/** The metadata file of a recording that has ended. */
export interface EndedRecording {
  readonly metadata: RecordingMetadata;
  /** IVS says that the recording failed: by the file's name or by its status. */
  readonly hasIvsFailure: boolean;
}

/** What reading the metadata file needs. */
export interface ReadMetadataPorts {
  readonly listFolder: ListFolder;
  readonly readText: ReadText;
  readonly now: Now;
}

/**
 * Reads `recording-ended.json`, or else `recording-failed.json`.
 *
 * @param eventTime When the event was sent that says the recording ended, RFC 3339. S3 is asked again while this is
 * recent; without it a missing file is final at once.
 * @throws RecordingNotReadyError, RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError
 */
export async function readMetadata(
  recording: ServedRecording,
  eventTime: string | undefined,
  ports: ReadMetadataPorts,
): Promise<EndedRecording> {
  const folder = { bucket: recording.bucket, prefix: eventsFolderKey(recording.prefix) };
  const listing = await ports.listFolder(folder);
  const fileName = metadataFileNames.find((name) => listing.sizes.has(name));
  if (fileName === undefined) throw metadataMissing(recording, listing.sizes, eventTime, ports.now());
  requireReadable(listing);
  const key = metadataFileKey(recording.prefix, fileName);
  const file = await ports.readText({ bucket: recording.bucket, key, maxSizeBytes });
  if (file === undefined) throw metadataMissing(recording, new Map(), eventTime, ports.now());
  if (file.text === undefined) {
    throw new RecordingMetadataInvalidError(`${key} has ${file.sizeBytes} bytes; expected at most ${maxSizeBytes}.`);
  }
  const metadata = parseMetadata(key, file.text);
  requireChannel(key, metadata, recording);
  const hasFailed = fileName === 'recording-failed.json' || metadata.recording_status !== 'RECORDING_ENDED';
  return { metadata, hasIvsFailure: hasFailed };
}

function metadataMissing(
  { bucket, prefix }: ServedRecording,
  found: ReadonlyMap<string, number>,
  eventTime: string | undefined,
  now: Date,
): Error {
  const what = `s3://${bucket}/${eventsFolderKey(prefix)} holds neither ${metadataFileNames.join(' nor ')}`;
  if (eventTime !== undefined && isRecent(eventTime, now)) {
    return new RecordingNotReadyError(`${what} yet; the event was sent at ${eventTime}. It is tried again.`);
  }
  const hint = found.has('recording-started.json')
    ? 'recording-started.json is there: the recording may still be running.'
    : 'Check the prefix.';
  return new RecordingMetadataMissingError(`${what}. ${hint} Start a new execution once the file is there.`);
}

function parseMetadata(key: string, text: string): RecordingMetadata {
  const parsed = parseWith(recordingMetadataSchema, parseJson(key, text), 'the file');
  if ('value' in parsed) return parsed.value;
  throw new RecordingMetadataInvalidError(`${key} is not the metadata file that IVS documents: ${parsed.faults}.`);
}

function parseJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordingMetadataInvalidError(`${key} is not JSON: ${cause}.`, { cause });
  }
}

/** A file under another channel's prefix was copied there: nothing that it says can be trusted to fit. */
function requireChannel(key: string, metadata: RecordingMetadata, recording: ServedRecording): void {
  if (isArnOfChannel(metadata.channel_arn, recording)) return;
  throw new RecordingMetadataInvalidError(
    `${key} names the channel ${metadata.channel_arn}; expected channel ${recording.channelId} of account ${recording.accountId}, as in the prefix.`,
  );
}
