/**
 * Plans one export. It needs only the recordings, so that it serves new and old ones, and is entered again when an engine
 * refused the plan before.
 */
import { ExecutionInputInvalidError } from '../shared/contract/errors.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { ExportLimits } from '../shared/contract/export-limits.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { MediaConvertSettings } from '../shared/contract/media-convert-settings.ts';
import { type ExportProfiles, expandExport } from '../shared/recording/expand-exports.ts';
import { parseExportInput } from '../shared/recording/parse-input.ts';
import type { ReadMetadataPorts } from '../shared/recording/read-metadata.ts';
import type { ServedRecordings } from '../shared/recording/served-recording.ts';
import type { ReadBytes } from '../shared/recording/storage-ports.ts';
import { applyBrake } from './apply-brake.ts';
import { chooseEngine, type ExportOrder, engineWishOf } from './choose-engine.ts';
import { decidePlan } from './decide-plan.ts';
import { describeEncode, noEncode } from './describe-encode.ts';
import { describeJob } from './describe-job.ts';
import { describePlan } from './describe-plan.ts';
import type { VideoEncode } from './encode-settings.ts';
import { makeJobInputs } from './make-job-inputs.ts';
import { readSources } from './read-sources.ts';
import { requireAllServed } from './require-join.ts';
import { cutPieces, resolveClip } from './resolve-clip.ts';
import type { PlanExportInput, PlanExportOutput } from './schema.ts';
import { wantTracks } from './wanted-tracks.ts';
import { whyNotAccelerate } from './why-not-accelerate.ts';
import { whyNotConvert } from './why-not-convert.ts';

/** What the deployment configures for this step. */
export interface PlanExportConfiguration extends ServedRecordings {
  readonly exportsBucket: string;
  readonly exportProfiles: ExportProfiles;
  /** The first is what an input without `export` gets. */
  readonly defaultExports: readonly string[];
  /** What an export without a wish of its own is made by. */
  readonly exportEngine: EngineWish;
  readonly exportLimits: ExportLimits;
  readonly mediaConvertSettings: MediaConvertSettings;
  /** What remux carries in a second. */
  readonly remuxBytesPerSecond: number;
  /** Days until the catalog may forget an export that is held; null: never. */
  readonly catalogExpireAfterDays: number | null;
}

/** What the step needs of the world. */
export interface PlanExportPorts extends ReadMetadataPorts {
  readonly configuration: PlanExportConfiguration;
  readonly readBytes: ReadBytes;
}

/**
 * Plans one export.
 *
 * @throws ExecutionInputInvalidError, BucketNotConfiguredError, ChannelNotConfiguredError, ExportProfileUnknownError
 * @throws RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError, RecordingDamagedError
 * @throws RenditionNotFoundError, ClipOutsideRecordingError, ExportJoinInvalidError
 * @throws ExportNotPossibleError when no engine that may be taken can make it
 * @throws ExportNotCarriableError, ExportTooLongError, ExportTimeExceededError when remux is demanded and cannot
 * @throws MediaConvertJobFailedError, MediaConvertJobCanceledError when the job failed and another would not help
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function planExport(event: PlanExportInput, ports: PlanExportPorts): Promise<PlanExportOutput> {
  const { configuration } = ports;
  const input = parseExportInput(event.input);
  const recordings = requireAllServed(input, configuration);
  const wish = wishOf(input, configuration);
  const order = await readOrder(recordings, wish, ports);
  const decision = decide(event, order, configuration.mediaConvertSettings);
  const isEncoded = decision.video === 'h264';
  const encode = isEncoded ? await describeEncode(wish, order.sources, ports.readBytes) : noEncode;
  const { exportsBucket, exportLimits: limits, catalogExpireAfterDays } = configuration;
  const planned = describePlan({ ...order, input, decision, encode, exportsBucket });
  const [location] = recordings;
  return {
    ...planned,
    ...applyBrake({ event, input, location, limits, catalogExpireAfterDays, now: ports.now() }, planned),
    ...(decision.remuxJob === undefined
      ? { mediaConvertJob: await makeJob(event, order, planned, encode, ports) }
      : { remuxJob: decision.remuxJob }),
  };
}

function wishOf({ export: request }: ExportInput, configuration: PlanExportConfiguration): ExportWish {
  const wanted = request ?? configuration.defaultExports[0];
  if (wanted !== undefined) return expandExport(wanted, configuration.exportProfiles);
  throw new ExecutionInputInvalidError(
    'The input names no export, and the deployment configures no default. Start a new execution with one, such as {"rendition":"highest"}.',
  );
}

async function readOrder(
  recordings: Parameters<typeof readSources>[0],
  wish: ExportWish,
  ports: PlanExportPorts,
): Promise<ExportOrder> {
  const { exportEngine: defaultEngine, remuxBytesPerSecond } = ports.configuration;
  const sources = await readSources(recordings, wish, ports);
  const tracks = wantTracks(wish, sources);
  // Of a playlist that cannot be read, the choice of the engine says so.
  const isReadable = sources.every(
    ({ reading }) => reading.state === 'readable' && reading.playlist.segments.length > 0,
  );
  const stretch = wish.clip === undefined || !isReadable ? undefined : resolveClip(wish.clip, sources);
  return { wish, defaultEngine, tracks, sources, stretch, remuxBytesPerSecond };
}

function decide(event: PlanExportInput, order: ExportOrder, settings: MediaConvertSettings) {
  const pieces = cutPieces(order.sources, order.stretch);
  const sources = pieces.map(({ source }) => source);
  return decidePlan(event, {
    wish: engineWishOf(order),
    choose: () => chooseEngine(order),
    isAccelerationWanted: settings.acceleration !== 'DISABLED',
    whyNotAccelerate: () => whyNotAccelerate(sources),
    whyNotConvert: () => whyNotConvert(sources, pieces)?.reason,
  });
}

async function makeJob(
  { execution }: PlanExportInput,
  { sources, stretch }: ExportOrder,
  { export: target, plan }: Pick<PlanExportOutput, 'export' | 'plan'>,
  encode: VideoEncode,
  { configuration, readBytes }: PlanExportPorts,
) {
  return describeJob({
    executionArn: execution.arn,
    recording: sources[0].recording,
    target,
    plan,
    inputs: await makeJobInputs(cutPieces(sources, stretch), readBytes),
    encode,
    settings: configuration.mediaConvertSettings,
  });
}
