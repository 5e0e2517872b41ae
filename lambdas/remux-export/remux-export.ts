/** Makes an export by carrying frames, unchanged, from segments into one MP4 or M4A: S3 to S3. */
import { remux } from '../../media/remux/remux.ts';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../media/remux/stream-not-carriable-error.ts';
import {
  ExportNotCarriableError,
  ExportSourceDamagedError,
  ExportTimeExceededError,
} from '../shared/contract/errors.ts';
import type { Stretch } from '../shared/recording/planned-export.ts';
import type { CreateExport, NewExport, OpenSegments, StoredSegment } from '../shared/recording/remux-ports.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { type ReadRecordings, readRecordings } from './read-recordings.ts';
import type { RemuxExportInput, RemuxExportOutput } from './schema.ts';
import { summarize } from './summarize.ts';

/** What the step needs of the world. */
export interface RemuxExportPorts {
  readonly readText: ReadText;
  readonly openSegments: OpenSegments;
  readonly createExport: CreateExport;
  /** Aborted shortly before the step would be ended from outside. */
  readonly deadline: AbortSignal;
  /** Told the whole report. */
  readonly log: (report: { readonly message: string; readonly [figure: string]: unknown }) => void;
}

/**
 * Makes one export. Run again at any moment, it makes the same file again and replaces what stands there.
 *
 * @throws {@link ExportNotCarriableError} when the frames cannot be put into one MP4 unchanged
 * @throws {@link ExportSourceDamagedError} when a segment is missing or damaged, so that frames would be lost
 * @throws {@link ExportTimeExceededError} when the deadline comes before the end
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError, RecordingDamagedError
 */
export async function remuxExport(input: RemuxExportInput, ports: RemuxExportPorts): Promise<RemuxExportOutput> {
  const { bucket } = input.planned.recording;
  const { playlistKeys } = input.planned.remuxJob;
  const where = playlistKeys.join(', ');
  const progress = { fraction: 0 };
  try {
    const recordings = await readRecordings(bucket, playlistKeys, ports.readText);
    const report = await carry(input, recordings, ports, progress);
    ports.log({ message: 'Exported.', key: input.planned.export.key, ...report });
    return summarize(report);
  } catch (error) {
    throw explain(where, error, ports.deadline, progress.fraction);
  }
}

async function carry(
  { planned, execution }: RemuxExportInput,
  { segments, stored }: ReadRecordings,
  { openSegments, createExport, deadline }: RemuxExportPorts,
  progress: { fraction: number },
): Promise<RemuxReport> {
  const { tracks, clip } = planned.remuxJob;
  const source = openSegments(planned.recording.bucket, withinReach(stored, clip));
  const sink = createExport(describeExport({ planned, execution }), deadline);
  try {
    return await remux({
      segments,
      openSegment: source.openSegment,
      sink,
      options: { tracks, clip, isTolerant: false },
      onProgress: (fraction) => {
        progress.fraction = fraction;
      },
      signal: deadline,
    });
  } finally {
    source.close();
  }
}

/** Up to the segment behind a clip, of which late sound may be read: what lies further is not to be fetched ahead. */
function withinReach(stored: readonly StoredSegment[], clip: Stretch | undefined): readonly StoredSegment[] {
  const behind = stored.findIndex(({ startSeconds }) => clip !== undefined && startSeconds >= clip.toSeconds);
  return behind < 0 ? stored : stored.slice(0, behind + 1);
}

/** The metadata tells people whence a file came, and the sink whether a file is the one that it wrote. */
function describeExport({ planned, execution }: RemuxExportInput): NewExport {
  const { bucket, key, name, format } = planned.export;
  const { channelId, recordingId } = planned.recording;
  const { sourceBytes } = planned.remuxJob;
  const metadata = {
    recording: `${channelId}/${recordingId}`,
    export: name,
    execution: execution.arn,
    'redrive-count': String(execution.redriveCount),
    'source-bytes': String(sourceBytes),
  };
  return { bucket, key, contentType: contentTypes[format], metadata, sourceBytes };
}

/** An MP4 without video is one all the same. RFC 4337. */
const contentTypes = { mp4: 'video/mp4', m4a: 'audio/mp4' } as const;

function explain(where: string, cause: unknown, deadline: AbortSignal, doneFraction: number): unknown {
  if (cause instanceof StreamNotCarriableError) {
    return new ExportNotCarriableError(`${where}: ${cause.message}`, { cause });
  }
  if (cause instanceof SegmentDamagedError) {
    return new ExportSourceDamagedError(
      `${where}: ${cause.message} Mend the segment and redrive this execution, or start a new one with the engine mediaconvert, which exports what it can read.`,
      { cause },
    );
  }
  if (!deadline.aborted) return cause;
  return new ExportTimeExceededError(
    `The export of ${where} was ${Math.floor(doneFraction * 100)} % done when the time of its Lambda was nearly up. It is tried again; should S3 stay this slow, start a new execution with the engine mediaconvert.`,
    { cause },
  );
}
