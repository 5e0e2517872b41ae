/** Makes an export by carrying the frames of one rendition, unchanged, from its segments into one MP4: S3 to S3. */
import { type MediaPlaylist, parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { readCarriablePlaylist } from '../../media/remux/carriable-playlist.ts';
import { remux } from '../../media/remux/remux.ts';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../media/remux/stream-not-carriable-error.ts';
import {
  ExportNotCarriableError,
  ExportSourceDamagedError,
  ExportTimeExceededError,
} from '../shared/contract/errors.ts';
import { readPlaylist, refuseInvalid } from '../shared/recording/read-playlist.ts';
import type { CreateExport, NewExport, OpenSegments, StoredSegment } from '../shared/recording/remux-ports.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { listSegments } from './list-segments.ts';

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
  readonly log: (report: object) => void;
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
  const { playlistKey } = input.planned.remuxJob;
  const playlist = await readWhole(bucket, playlistKey, ports.readText);
  const stored = locate(playlist, playlistKey);
  const progress = { fraction: 0 };
  try {
    const report = await carry(input, playlist, stored, ports, progress);
    ports.log({ message: 'Exported.', key: input.planned.export.key, ...report });
    return summarize(report);
  } catch (error) {
    throw explain(playlistKey, error, ports.deadline, progress.fraction);
  }
}

async function carry(
  { planned, execution }: RemuxExportInput,
  playlist: MediaPlaylist,
  stored: readonly StoredSegment[],
  { openSegments, createExport, deadline }: RemuxExportPorts,
  progress: { fraction: number },
): Promise<RemuxReport> {
  const { segments } = readCarriablePlaylist(playlist, false);
  const source = openSegments(planned.recording.bucket, stored);
  const sink = createExport(describeExport({ planned, execution }), deadline);
  try {
    return await remux({
      segments,
      openSegment: source.openSegment,
      sink,
      options: { tracks: 'all', isTolerant: false },
      onProgress: (fraction) => {
        progress.fraction = fraction;
      },
      signal: deadline,
    });
  } finally {
    source.close();
  }
}

/** The metadata tells people whence a file came, and the sink whether a file is the one that it wrote. */
function describeExport({ planned, execution }: RemuxExportInput): NewExport {
  const { bucket, key, name } = planned.export;
  const { channelId, recordingId } = planned.recording;
  const { sourceBytes } = planned.remuxJob;
  const metadata = {
    recording: `${channelId}/${recordingId}`,
    export: name,
    execution: execution.arn,
    'redrive-count': String(execution.redriveCount),
    'source-bytes': String(sourceBytes),
  };
  return { bucket, key, contentType: 'video/mp4', metadata, sourceBytes };
}

/** Planning read the same playlist a moment ago, so that whatever is wrong with it now happened since. */
async function readWhole(bucket: string, key: string, readText: ReadText): Promise<MediaPlaylist> {
  const reading = await readPlaylist({ bucket, key }, parseMediaPlaylist, readText);
  if (reading.state === 'readable') return reading.playlist;
  const finding = reading.state === 'absent' ? 'it is missing' : reading.reason;
  throw new ExportSourceDamagedError(
    `${key} could be read when the export was planned, and cannot be any more: ${finding}.`,
  );
}

function locate(playlist: MediaPlaylist, playlistKey: string): StoredSegment[] {
  const located = refuseInvalid(() => listSegments(playlist, playlistKey));
  if ('value' in located) return located.value;
  throw new ExportSourceDamagedError(`${playlistKey} cannot be followed: ${located.reason}`);
}

function explain(playlistKey: string, cause: unknown, deadline: AbortSignal, doneFraction: number): unknown {
  if (cause instanceof StreamNotCarriableError) {
    return new ExportNotCarriableError(`${playlistKey}: ${cause.message}`, { cause });
  }
  if (cause instanceof SegmentDamagedError) {
    return new ExportSourceDamagedError(
      `${playlistKey}: ${cause.message} Mend the segment and redrive this execution, or start a new one with the engine mediaconvert, which exports what it can read.`,
      { cause },
    );
  }
  if (!deadline.aborted) return cause;
  return new ExportTimeExceededError(
    `The export of ${playlistKey} was ${Math.floor(doneFraction * 100)} % done when the time of its Lambda was nearly up. It is tried again; should S3 stay this slow, start a new execution with the engine mediaconvert.`,
    { cause },
  );
}
