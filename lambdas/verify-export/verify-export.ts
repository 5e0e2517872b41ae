/**
 * Checks an export before anybody is told of it: it is there, it is a whole MP4 or M4A, it holds what was planned, and it
 * is as long as it should be.
 */
import { inspectMp4, type Mp4Summary } from '../../media/mp4/inspect-mp4.ts';
import { Mp4DamagedError } from '../../media/mp4/mp4-damaged-error.ts';
import {
  ExecutionInputInvalidError,
  ExportDamagedError,
  ExportDurationMismatchError,
  ExportMissingError,
} from '../shared/contract/errors.ts';
import type { Reading } from '../shared/contract/metrics.ts';
import type { PlaybackAccess, PlaybackPolicy } from '../shared/contract/playback-access.ts';
import { parseRecordingPrefix } from '../shared/contract/recording-location.ts';
import type { ReadChannel } from '../shared/recording/channel-port.ts';
import { decideAccess, dependsOnChannel } from '../shared/recording/decide-access.ts';
import type { ExportVersion, FindExport, Now, ReadExportRange } from '../shared/recording/storage-ports.ts';
import { describeExport } from './describe-export.ts';
import { measureExport } from './measure-export.ts';
import { requireTracks } from './require-tracks.ts';
import type { VerifyExportInput, VerifyExportOutput } from './schema.ts';

/** What the step needs of the world. */
export interface VerifyExportPorts {
  readonly configuration: {
    /** In front of the exports bucket, without a slash at its end. */
    readonly playbackBaseUrl: string;
    /** Of whose recordings exports are announced with their URLs. */
    readonly playbackPolicy: PlaybackPolicy;
    /** Days until the catalog may forget an export; null: never. */
    readonly catalogExpireAfterDays: number | null;
  };
  readonly readChannel: ReadChannel;
  readonly findExport: FindExport;
  readonly readExportRange: ReadExportRange;
  /** Puts out length, cost and speed of an export that passed. */
  readonly putMetrics: (readings: readonly Reading[]) => void;
  readonly now: Now;
}

/**
 * Verifies one export, reading only the headers of the file.
 *
 * @throws {@link ExportMissingError}, {@link ExportDamagedError}, {@link ExportDurationMismatchError}
 * @throws ChannelUnreadableError, ChannelAccessDeniedError where it depends on the channel what may be announced
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export async function verifyExport(
  { planned, execution }: VerifyExportInput,
  ports: VerifyExportPorts,
): Promise<VerifyExportOutput> {
  const { bucket, key } = planned.export;
  // What is said of a file is as old as the look at it: another execution may replace it meanwhile.
  const verifiedAt = ports.now();
  const version = await ports.findExport({ bucket, key });
  if (version === undefined) {
    throw new ExportMissingError(
      `s3://${bucket}/${key} is not there, though ${planned.plan.engine} reported success. Start a new execution with the same input.`,
    );
  }
  const { durationMs, tracks } = await inspect(version, ports.readExportRange);
  requireTracks(version, tracks, planned);
  requireDuration(version, durationMs, planned);
  const location = parseRecordingPrefix(planned.recording.prefix);
  if (location === undefined)
    throw new ExecutionInputInvalidError(`${planned.recording.prefix} is no recording's prefix.`);
  const { playbackBaseUrl, catalogExpireAfterDays } = ports.configuration;
  const access = await accessTo(planned.recording, ports);
  ports.putMetrics([measureExport({ planned, execution, durationMs, verifiedAt })]);
  const file = { version, durationMs, tracks };
  const told = { playbackBaseUrl, access, catalogExpireAfterDays, verifiedAt, decidedAt: ports.now() };
  return describeExport({ planned, execution, location, ...file, ...told });
}

/** Asked now and not when the export was planned, which may be a day ago: what is announced is as private as it is now. */
async function accessTo(
  { channelArn }: VerifyExportInput['planned']['recording'],
  { configuration: { playbackPolicy }, readChannel }: VerifyExportPorts,
): Promise<PlaybackAccess> {
  // Planning read it from the metadata file; the contract of messages, which this is, lets it be absent.
  const channel = dependsOnChannel(playbackPolicy) && channelArn ? await readChannel(channelArn) : undefined;
  return decideAccess(channelArn ?? 'of the recording', channel, playbackPolicy);
}

async function inspect(version: ExportVersion, readExportRange: ReadExportRange): Promise<Mp4Summary> {
  try {
    return await inspectMp4({
      sizeBytes: version.sizeBytes,
      readRange: (offset, length) => readExportRange(version, offset, length),
    });
  } catch (cause) {
    if (!(cause instanceof Mp4DamagedError)) throw cause;
    throw new ExportDamagedError(
      `s3://${version.bucket}/${version.key} is not a whole MP4: ${cause.message} Start a new execution with the same input.`,
      { cause },
    );
  }
}

/**
 * MediaConvert's file is held against the playlist, as far as planning found that the two may differ. Remux counted the
 * frames, and told apart what is missing from what the playlist has wrong: its own figure is the better one, and has to be
 * met.
 */
function requireDuration(
  { bucket, key, sizeBytes }: ExportVersion,
  foundMs: number,
  { plan, remuxed }: VerifyExportInput['planned'],
): void {
  const expectedMs = remuxed?.durationMs ?? plan.expectedDurationMs;
  const toleranceMs = remuxed === undefined ? plan.durationToleranceMs : roundingMs;
  const isAsLarge = remuxed === undefined || sizeBytes === remuxed.sizeBytes;
  if (isAsLarge && Math.abs(foundMs - expectedMs) <= toleranceMs) return;
  const isOf = `s3://${bucket}/${key} lasts ${foundMs} ms; expected ${expectedMs} ms within ${Math.round(toleranceMs)} ms`;
  if (remuxed === undefined) {
    throw new ExportDurationMismatchError(
      `${isOf}. Part of the recording may be missing: look at the MediaConvert job's warnings, then start a new execution with the same input.`,
    );
  }
  throw new ExportDurationMismatchError(
    `${isOf}, and has ${sizeBytes} bytes; expected ${remuxed.sizeBytes}. It is not the file that was made: another execution may export the same at this moment. Start a new execution with the same input.`,
  );
}

/** Of times in three timescales, and of milliseconds. */
const roundingMs = 50;
