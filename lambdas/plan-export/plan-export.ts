/**
 * Plans one export. It needs only the recording, so that it serves new and old ones, and is entered a second time when
 * MediaConvert refused the first plan.
 */
import { createHash } from 'node:crypto';
import { type MediaPlaylist, parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import { ExecutionInputInvalidError } from '../shared/contract/errors.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import { exportKey } from '../shared/contract/object-keys.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { requireReadable } from '../shared/recording/archived.ts';
import { type ExportProfiles, expandExport } from '../shared/recording/expand-exports.ts';
import { notifiedRecording } from '../shared/recording/notified-recording.ts';
import { parseExportInput } from '../shared/recording/parse-input.ts';
import { type ReadMetadataPorts, readMetadata } from '../shared/recording/read-metadata.ts';
import { readPlaylist, refuseInvalid } from '../shared/recording/read-playlist.ts';
import { multivariantKey } from '../shared/recording/recording-keys.ts';
import { collectRenditions, type Rendition } from '../shared/recording/renditions.ts';
import { requireServed, type ServedRecording, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { requireConvertible } from './check-playlist.ts';
import { chooseRendition, hasAudio } from './choose-rendition.ts';
import { type Decision, decidePlan } from './decide-plan.ts';
import { makeJobSettings } from './make-job-settings.ts';
import type { PlanExportInput, PlanExportOutput } from './schema.ts';

/** What the deployment configures for this step. */
export interface PlanExportConfiguration extends ServedRecordings {
  readonly exportsBucket: string;
  readonly exportProfiles: ExportProfiles;
  /** The first is what an input without `export` gets. */
  readonly defaultExports: readonly string[];
}

/** What the step needs of the world. */
export interface PlanExportPorts extends ReadMetadataPorts {
  readonly configuration: PlanExportConfiguration;
}

/**
 * Plans one export.
 *
 * @throws ExecutionInputInvalidError, BucketNotConfiguredError, ChannelNotConfiguredError, ExportProfileUnknownError
 * @throws RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError, RecordingDamagedError
 * @throws RenditionNotFoundError, ExportNotPossibleError
 * @throws MediaConvertJobFailedError when MediaConvert failed and another plan would not help
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function planExport(event: PlanExportInput, ports: PlanExportPorts): Promise<PlanExportOutput> {
  const { configuration } = ports;
  const input = parseExportInput(event.input);
  const location = requireServed(input.recording, configuration);
  const wish = wishOf(input, configuration);
  // No event time: the export is wanted of a recording that is known to have ended.
  const { metadata } = await readMetadata(location, undefined, ports);
  const rendition = chooseRendition(wish, await readRenditions(location, metadata, ports.readText));
  const playlist = await readChosen(location, rendition, ports);
  const decision = decidePlan(event, hasAudio(rendition));
  return describePlan({ event, input, location, metadata, wish, rendition, playlist, decision, configuration });
}

function wishOf({ export: request }: ExportInput, configuration: PlanExportConfiguration): ExportWish {
  const wanted = request ?? configuration.defaultExports[0];
  if (wanted !== undefined) return expandExport(wanted, configuration.exportProfiles);
  throw new ExecutionInputInvalidError(
    'The input names no export, and the deployment configures no default. Start a new execution with one, such as {"rendition":"highest"}.',
  );
}

/** The metadata file alone names renditions well enough when the multivariant playlist is of no use. */
async function readRenditions(
  location: ServedRecording,
  metadata: RecordingMetadata,
  readText: ReadText,
): Promise<Rendition[]> {
  const place = { bucket: location.bucket, key: multivariantKey(location, metadata) };
  const reading = await readPlaylist(place, parseMultivariantPlaylist, readText);
  const multivariant = reading.state === 'readable' ? reading.playlist : undefined;
  const collected = refuseInvalid(() => collectRenditions(location, metadata, multivariant));
  return 'value' in collected ? collected.value : collectRenditions(location, metadata, undefined);
}

/** Lifecycle rules archive segments and may leave the playlist, being small, readable: MediaConvert would fail on them. */
async function readChosen(
  { bucket }: ServedRecording,
  { folderKey, playlistKey: key }: Rendition,
  { listFolder, readText }: PlanExportPorts,
): Promise<MediaPlaylist> {
  requireReadable(await listFolder({ bucket, prefix: folderKey }));
  return requireConvertible(await readPlaylist({ bucket, key }, parseMediaPlaylist, readText), key);
}

interface PlannedParts {
  readonly event: PlanExportInput;
  readonly input: ExportInput;
  readonly location: ServedRecording;
  readonly metadata: RecordingMetadata;
  readonly wish: ExportWish;
  readonly rendition: Rendition;
  readonly playlist: MediaPlaylist;
  readonly decision: Decision;
  readonly configuration: PlanExportConfiguration;
}

function describePlan(parts: PlannedParts): PlanExportOutput {
  const { event, input, location, metadata, wish, rendition, playlist, decision, configuration } = parts;
  const { channelId, recordingId } = location;
  const expectedDurationMs = Math.round(playlist.durationSeconds * 1000);
  const key = exportKey({ channelId, recordingId, exportName: wish.name, format: 'mp4' });
  return {
    recording: { ...notifiedRecording(location, metadata, input.source?.channelName), durationMs: expectedDurationMs },
    export: { name: wish.name, format: 'mp4', rendition: rendition.name, bucket: configuration.exportsBucket, key },
    plan: { engine: 'mediaconvert', ...decision, expectedDurationMs },
    mediaConvertJob: {
      clientRequestTokenStem: tokenStem(event.execution.arn, wish.name, decision),
      userMetadata: { recordingId, channelId, exportName: wish.name, executionArn: event.execution.arn },
      settings: makeJobSettings({
        inputUrl: `s3://${location.bucket}/${rendition.playlistKey}`,
        destination: `s3://${configuration.exportsBucket}/${key.replace(/\.mp4$/, '')}`,
        video: decision.video,
        hasAudio: decision.hasAudio,
        lines: linesOf(rendition),
      }),
    },
    metadata: input.metadata ?? {},
  };
}

/** Hashed, since a client request token has at most 64 characters and an ARN may have more. */
function tokenStem(executionArn: string, exportName: string, { video, hasAudio: isHeard }: Decision): string {
  return createHash('sha1').update([executionArn, exportName, video, isHeard].join('\n')).digest('hex');
}

function linesOf({ width, height }: Rendition): number | undefined {
  return width === undefined || height === undefined ? height : Math.min(width, height);
}
