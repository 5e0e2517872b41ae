/**
 * Judges a recording and decides everything that the next states write, publish and start. It parses the raw input
 * itself: an execution that somebody starts in the console passes every trigger by.
 */
import { RecordingDamagedError, RecordingNotReadyError } from '../shared/contract/errors.ts';
import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import type { Reading } from '../shared/contract/metrics.ts';
import type { PlaybackPolicy } from '../shared/contract/playback-access.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import type { ChannelReading, ReadChannel } from '../shared/recording/channel-port.ts';
import { decideAccess, dependsOnChannel } from '../shared/recording/decide-access.ts';
import { type ExportProfiles, expandKnownExports } from '../shared/recording/expand-exports.ts';
import { isRecent, settlingMinutes } from '../shared/recording/freshness.ts';
import { notifiedRecording } from '../shared/recording/notified-recording.ts';
import { parseExecutionInput } from '../shared/recording/parse-input.ts';
import { readMetadata } from '../shared/recording/read-metadata.ts';
import { requireServed, type ServedRecording, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type {
  FindFirstKey,
  ListFirstKeys,
  ListFolder,
  Now,
  ReadText,
  WritePlaylist,
} from '../shared/recording/storage-ports.ts';
import { chooseExports, isChannelNeeded } from './choose-exports.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describePlayback, type PlayableMedia } from './describe-playback.ts';
import type { RecordingEvidence } from './evidence.ts';
import { findThumbnails } from './find-thumbnails.ts';
import { limitFindings, tellFindings } from './findings.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { type Judgement, judgeRecording } from './judge-recording.ts';
import { measurePlayback } from './measure-playback.ts';
import { collectMissing } from './missing-media.ts';
import { repairPlayback } from './repair-playback.ts';
import type { ValidateRecordingInput, ValidateRecordingOutput } from './schema.ts';

/** What the deployment configures for this step. */
export interface ValidateRecordingConfiguration extends ServedRecordings {
  /** In front of both buckets, without a slash at its end. */
  readonly playbackBaseUrl: string;
  /** Whose recordings are announced with their URLs. */
  readonly playbackPolicy: PlaybackPolicy;
  /** Where repaired playlists are written. */
  readonly exportsBucket: string;
  readonly exportProfiles: ExportProfiles;
  /** Names of the profiles that a recording gets unless its input or its channel says otherwise. */
  readonly defaultExports: readonly string[];
  /** Days until the catalog may forget a recording; null: never. */
  readonly catalogExpireAfterDays: number | null;
}

/** What the step needs of the world. */
export interface ValidateRecordingPorts {
  readonly configuration: ValidateRecordingConfiguration;
  readonly readText: ReadText;
  readonly listFolder: ListFolder;
  readonly findFirstKey: FindFirstKey;
  readonly listFirstKeys: ListFirstKeys;
  readonly writePlaylist: WritePlaylist;
  readonly readChannel: ReadChannel;
  readonly now: Now;
  /** Told what went wrong beside the recording. */
  log(message: string, details: object): void;
  /** Puts out how soon the recording is playable, and what was found. */
  readonly putMetrics: (readings: readonly Reading[]) => void;
}

/**
 * Validates one recording, and writes repaired playlists of a partial one.
 *
 * @throws ExecutionInputInvalidError, BucketNotConfiguredError, ChannelNotConfiguredError
 * @throws RecordingNotReadyError while the recording ended minutes ago and something is missing
 * @throws RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError
 * @throws {@link RecordingDamagedError} with what is missing
 * @throws ChannelUnreadableError, ChannelAccessDeniedError where it depends on the channel what may be announced
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function validateRecording(
  { input: raw, execution }: ValidateRecordingInput,
  ports: ValidateRecordingPorts,
): Promise<ValidateRecordingOutput> {
  const { configuration, now } = ports;
  const input = parseExecutionInput(raw);
  const location = requireServed(input.recording, configuration);
  // Before anything is read: what cannot be named apart was typed wrong.
  expandKnownExports(input.exports ?? [], configuration.exportProfiles);
  // A judgement is as old as what it rests on: writing playlists may take its time, and a newer run be faster.
  const judgedAt = now();
  const ended = await readMetadata(location, input.source?.time, ports);
  const [evidence, channel, [thumbnails]] = await Promise.all([
    gatherEvidence(location, ended, ports),
    isChannelNeeded(input) || dependsOnChannel(configuration.playbackPolicy)
      ? ports.readChannel(ended.metadata.channel_arn)
      : undefined,
    // What is wrong with the recording goes before what is wrong with its pictures.
    Promise.allSettled([findThumbnails(location, ended.metadata, ports)]),
  ]);
  const judgement = judgeRecording(evidence);
  refuse(judgement, location, ended.metadata, now());
  tellUnreadable(channel, location, ports);
  // Nothing is announced of an empty recording that could be private.
  const access =
    judgement.verdict === 'empty'
      ? undefined
      : decideAccess(ended.metadata.channel_arn, channel, configuration.playbackPolicy);
  const media = await prepareMedia(location, evidence, judgement, ports);
  const exportChoice = chooseExports(input, channel, configuration.defaultExports);
  const findings = [...exportChoice.findings, ...judgement.findings];
  const outcome = describeOutcome({
    input,
    execution,
    judgedAt,
    decidedAt: now(),
    catalogExpireAfterDays: configuration.catalogExpireAfterDays,
    location,
    recording: describeRecording(location, ended.metadata, channelNameOf(input, channel), judgement, media),
    playback: media &&
      access && { access, ...describePlayback(media, requireFound(thumbnails), configuration.playbackBaseUrl) },
    missing: media?.missing,
    findings: limitFindings(findings),
    wishes: expandKnownExports(exportChoice.requests, configuration.exportProfiles),
    exportChoice,
  });
  const endedAt = ended.metadata.recording_ended_at;
  ports.putMetrics(measurePlayback({ input, execution, outcome: outcome.outcome, findings, endedAt, judgedAt: now() }));
  return outcome;
}

/** The event tells the name as it was; S3's notification, which may come first, none. */
const channelNameOf = ({ source }: ExecutionInput, channel: ChannelReading | undefined): string | undefined =>
  source?.channelName || (channel?.state === 'read' ? channel.name : undefined);

function tellUnreadable(
  channel: ChannelReading | undefined,
  { channelId, recordingId }: ServedRecording,
  { log }: ValidateRecordingPorts,
): void {
  if (channel === undefined || channel.state === 'read') return;
  log('The channel could not be read', { channelId, recordingId, reason: channel.reason });
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
    const found = findings.length === 0 ? '' : ` Found: ${tellFindings(findings)}.`;
    throw new RecordingDamagedError(
      `${which} cannot be played: ${reason}. If the objects can be brought back, do so and redrive this execution.${found}`,
    );
  }
}

/** What viewers play: IVS's own playlists of a complete recording, repaired ones of a partial one, nothing of an empty. */
async function prepareMedia(
  location: ServedRecording,
  evidence: RecordingEvidence,
  judgement: Judgement,
  { writePlaylist, configuration: { exportsBucket } }: ValidateRecordingPorts,
): Promise<PlayableMedia | undefined> {
  const { verdict, playable, durationMs } = judgement;
  if (verdict === 'empty') return undefined;
  if (verdict === 'complete') return { multivariantKey: evidence.multivariant.key, playable, durationMs };
  const repaired = await repairPlayback(location, evidence, judgement, { writePlaylist, exportsBucket });
  const { multivariantKey, renditions } = repaired;
  const longestSeconds = Math.max(...renditions.map(({ durationSeconds }) => durationSeconds));
  const missing = collectMissing(evidence, renditions);
  return { multivariantKey, playable, durationMs: Math.round(longestSeconds * 1000), missing };
}

function describeRecording(
  location: ServedRecording,
  metadata: RecordingMetadata,
  channelName: string | undefined,
  { verdict }: Judgement,
  media: PlayableMedia | undefined,
) {
  const recording = {
    ...notifiedRecording(location, metadata, channelName),
    durationMs: media?.durationMs ?? 0,
  };
  return verdict === 'complete' || verdict === 'partial' ? { ...recording, completeness: verdict } : recording;
}

function requireFound<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
