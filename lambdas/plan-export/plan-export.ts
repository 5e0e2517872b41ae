/**
 * Plans one export. It needs only the recording, so that it serves new and old ones, and is entered again when an engine
 * refused the plan before.
 */
import { type MediaPlaylist, parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import { ExecutionInputInvalidError } from '../shared/contract/errors.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { requireReadable } from '../shared/recording/archived.ts';
import { type ExportProfiles, expandExport } from '../shared/recording/expand-exports.ts';
import { parseExportInput } from '../shared/recording/parse-input.ts';
import { type ReadMetadataPorts, readMetadata } from '../shared/recording/read-metadata.ts';
import { readPlaylist, refuseInvalid } from '../shared/recording/read-playlist.ts';
import { multivariantKey } from '../shared/recording/recording-keys.ts';
import { collectRenditions, type Rendition } from '../shared/recording/renditions.ts';
import { requireServed, type ServedRecording, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { requireConvertible } from './check-playlist.ts';
import { chooseEngine } from './choose-engine.ts';
import { chooseRendition, hasAudio } from './choose-rendition.ts';
import { type Decision, decidePlan } from './decide-plan.ts';
import { describePlan } from './describe-plan.ts';
import type { PlanExportInput, PlanExportOutput } from './schema.ts';
import type { ListedRendition } from './why-not-remux.ts';

/** What the deployment configures for this step. */
export interface PlanExportConfiguration extends ServedRecordings {
  readonly exportsBucket: string;
  readonly exportProfiles: ExportProfiles;
  /** The first is what an input without `export` gets. */
  readonly defaultExports: readonly string[];
  /** What an export without a wish of its own is made by. */
  readonly exportEngine: EngineWish;
  /** What remux carries in a second. */
  readonly remuxBytesPerSecond: number;
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
 * @throws ExportNotCarriableError, ExportTooLongError, ExportTimeExceededError when remux is demanded and cannot
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
  const listed = await readChosen(location, rendition, ports);
  const engineWish = wish.engine ?? configuration.exportEngine;
  const decision = decidePlan(event, {
    wish: engineWish,
    hasAudio: hasAudio(rendition),
    choose: () => chooseEngine(engineWish, listed, configuration.remuxBytesPerSecond),
  });
  const playlist = requireUsable(listed, decision);
  const { exportsBucket } = configuration;
  return describePlan({ event, input, location, metadata, wish, rendition, playlist, decision, exportsBucket });
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

/**
 * One listing, a request for each 1,000 objects, serves twice. Lifecycle rules archive segments and may leave the
 * playlist, being small, readable: any engine would fail on them. And the sizes tell what remux would have to do.
 */
async function readChosen(
  { bucket }: ServedRecording,
  rendition: Rendition,
  { listFolder, readText }: PlanExportPorts,
): Promise<ListedRendition> {
  const listing = await listFolder({ bucket, prefix: rendition.folderKey });
  requireReadable(listing);
  const reading = await readPlaylist({ bucket, key: rendition.playlistKey }, parseMediaPlaylist, readText);
  return { rendition, reading, sizes: listing.sizes };
}

/** What remux needs was judged when it was chosen. */
function requireUsable({ rendition, reading }: ListedRendition, { engine }: Decision): MediaPlaylist {
  if (engine === 'remux' && reading.state === 'readable') return reading.playlist;
  return requireConvertible(reading, rendition.playlistKey);
}
