/** Does what the command line asks for. */

import { demuxInThreads } from '../../media/files/demux-in-threads.ts';
import { fileSegmentOpener } from '../../media/files/file-segments.ts';
import { createFileSink } from '../../media/files/file-sink.ts';
import { type FileRecording, openRecording } from '../../media/files/open-recording.ts';
import type { MediaSink } from '../../media/remux/media-sink.ts';
import { remux } from '../../media/remux/remux.ts';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { ExportProgress } from './export-progress.ts';
import type { ExportRequest } from './export-request.ts';

/** What was exported, and what came of it. */
export interface ExportOutcome {
  readonly recording: FileRecording;
  readonly report: RemuxReport;
}

/**
 * Exports a recording on disk into a file. When anything fails, or the signal aborts, no file is left.
 *
 * @throws InputRefusedError, SegmentDamagedError, StreamNotCarriableError, FileNotWritableError
 */
export async function exportRecording(
  request: ExportRequest,
  makeProgress: () => ExportProgress,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const { input, output, rendition, isTolerant, isOverwriting, tracks, clip, workerCount } = request;
  const recording = await openRecording(input, { rendition, isTolerant });
  const { segments, files } = recording;
  signal.throwIfAborted();
  const sink = countBytes(await createFileSink(output, { isOverwriting }));
  const progress = makeProgress();
  try {
    const report = await remux({
      segments,
      openSegment: fileSegmentOpener(files, isTolerant),
      sink,
      options: { tracks, clip, isTolerant },
      batches: demuxInThreads({ workerCount, files }),
      onProgress: (fraction) => progress.show({ fraction, bytes: sink.bytes }),
      signal,
    });
    return { recording, report: { ...report, losses: [...report.losses, ...recording.losses] } };
  } finally {
    progress.stop();
  }
}

/** Counts the bytes that pass, for the rate. */
function countBytes(sink: MediaSink): MediaSink & { readonly bytes: number } {
  const counting = {
    bytes: 0,
    append: (pieces: readonly Uint8Array[], estimatedHeadBytes: number) => {
      for (const { length } of pieces) counting.bytes += length;
      return sink.append(pieces, estimatedHeadBytes);
    },
    finish: sink.finish.bind(sink),
    discard: sink.discard.bind(sink),
  };
  return counting;
}
