/**
 * Judges a recording and decides everything that the next states write, publish and start. It parses the raw input
 * itself: an execution that somebody starts in the console passes every trigger by.
 */
import { RecordingDamagedError, RecordingIncompleteError, RecordingNotReadyError } from '../shared/contract/errors.ts';
import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { type ExportProfiles, expandExports } from '../shared/recording/expand-exports.ts';
import { isRecent, settlingMinutes } from '../shared/recording/freshness.ts';
import { notifiedRecording } from '../shared/recording/notified-recording.ts';
import { parseExecutionInput } from '../shared/recording/parse-input.ts';
import { readMetadata } from '../shared/recording/read-metadata.ts';
import { multivariantKey } from '../shared/recording/recording-keys.ts';
import { requireServed, type ServedRecording, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type { FindFirstKey, ListFolder, Now, ReadText } from '../shared/recording/storage-ports.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describePlayback } from './describe-playback.ts';
import { limitFindings, tellFindings } from './findings.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { type Judgement, judgeRecording } from './judge-recording.ts';
import type { ValidateRecordingInput, ValidateRecordingOutput } from './schema.ts';

/** What the deployment configures for this step. */
export interface ValidateRecordingConfiguration extends ServedRecordings {
  /** In front of the recordings bucket, without a slash at its end. */
  readonly playbackBaseUrl: string;
  readonly exportProfiles: ExportProfiles;
  /** Names of the profiles that a recording gets unless its input says otherwise. */
  readonly defaultExports: readonly string[];
}

/** What the step needs of the world. */
export interface ValidateRecordingPorts {
  readonly configuration: ValidateRecordingConfiguration;
  readonly readText: ReadText;
  readonly listFolder: ListFolder;
  readonly findFirstKey: FindFirstKey;
  readonly now: Now;
}

/**
 * Validates one recording.
 *
 * @throws ExecutionInputInvalidError, BucketNotConfiguredError, ChannelNotConfiguredError, ExportProfileUnknownError
 * @throws RecordingNotReadyError while the recording ended minutes ago and something is missing
 * @throws RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError
 * @throws {@link RecordingDamagedError}, {@link RecordingIncompleteError} with what is missing
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function validateRecording(
  { input: raw, execution }: ValidateRecordingInput,
  ports: ValidateRecordingPorts,
): Promise<ValidateRecordingOutput> {
  const { configuration, now } = ports;
  const input = parseExecutionInput(raw);
  const location = requireServed(input.recording, configuration);
  const wishes = expandExports(input.exports ?? configuration.defaultExports, configuration.exportProfiles);
  const ended = await readMetadata(location, input.source?.time, ports);
  const judgement = judgeRecording(await gatherEvidence(location, ended, ports));
  refuse(judgement, location, ended.metadata, now());
  return describeOutcome({
    input,
    execution,
    now: now(),
    location,
    recording: describeRecording(location, ended.metadata, input, judgement),
    playback: judgement.verdict === 'empty' ? undefined : await playbackOf(location, ended.metadata, judgement, ports),
    findings: limitFindings(judgement.findings),
    wishes,
  });
}

function refuse(judgement: Judgement, { bucket, prefix }: ServedRecording, metadata: RecordingMetadata, now: Date) {
  const { verdict, reason, findings, isUnfinished } = judgement;
  const which = `The recording s3://${bucket}/${prefix}`;
  const endedAt = metadata.recording_ended_at;
  if (isUnfinished && isRecent(endedAt, now)) {
    throw new RecordingNotReadyError(
      `${which} ended at ${endedAt}, and not everything is there yet: ${reason ?? tellFindings(findings)}. It is tried again until ${settlingMinutes} minutes after its end.`,
    );
  }
  if (verdict === 'damaged') {
    throw new RecordingDamagedError(
      `${which} cannot be played: ${reason}. If the objects can be brought back, do so and redrive this execution.`,
    );
  }
  // Until partial recordings are announced with repaired playlists: they would stop or hang where something is missing.
  if (verdict === 'partial') {
    throw new RecordingIncompleteError(
      `${which} is incomplete: ${tellFindings(findings)}. ${isUnfinished ? 'If the objects can be brought back, do so and redrive this execution' : 'What IVS itself calls failed is not announced yet'}.`,
    );
  }
}

function describeRecording(
  location: ServedRecording,
  metadata: RecordingMetadata,
  { source }: ExecutionInput,
  { durationMs, verdict }: Judgement,
) {
  const recording = { ...notifiedRecording(location, metadata, source?.channelName), durationMs };
  return verdict === 'complete' ? { ...recording, completeness: verdict } : recording;
}

function playbackOf(
  location: ServedRecording,
  metadata: RecordingMetadata,
  judgement: Judgement,
  { findFirstKey, configuration: { playbackBaseUrl } }: ValidateRecordingPorts,
) {
  const key = multivariantKey(location, metadata);
  return describePlayback(
    location,
    metadata,
    { ...judgement, multivariantKey: key },
    { findFirstKey, playbackBaseUrl },
  );
}
