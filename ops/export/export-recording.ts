/** Does what the command line asks for. */
import { createFileSink } from '../../media/files/file-sink.ts';
import type { MediaSink } from '../../media/remux/media-sink.ts';
import { remux } from '../../media/remux/remux.ts';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { ExportProgress } from './export-progress.ts';
import type { ExportRequest } from './export-request.ts';
import { type ExportSource, type OpenSource, openFileSource } from './export-source.ts';

/** What was exported, and what came of it. */
export interface ExportOutcome {
  readonly recording: Pick<ExportSource, 'playlistPath' | 'rendition'>;
  readonly report: RemuxReport;
}

/**
 * Exports a recording into a file. When anything fails, or the signal aborts, no file is left.
 *
 * @throws InputRefusedError, SegmentDamagedError, StreamNotCarriableError, FileNotWritableError
 */
export async function exportRecording(
  request: ExportRequest,
  makeProgress: () => ExportProgress,
  signal: AbortSignal,
  openSource: OpenSource = openFileSource,
): Promise<ExportOutcome> {
  const source = await openSource(request);
  try {
    signal.throwIfAborted();
    const report = await carry(request, source, makeProgress, signal);
    return { recording: source, report: { ...report, losses: [...report.losses, ...source.losses] } };
  } finally {
    source.close();
  }
}

async function carry(
  { output, isTolerant, isOverwriting, tracks, clip }: ExportRequest,
  { segments, openSegment, batches }: ExportSource,
  makeProgress: () => ExportProgress,
  signal: AbortSignal,
): Promise<RemuxReport> {
  const sink = countBytes(await createFileSink(output, { isOverwriting }));
  const progress = makeProgress();
  try {
    return await remux({
      segments,
      openSegment,
      sink,
      options: { tracks, clip, isTolerant },
      batches,
      onProgress: (fraction) => progress.show({ fraction, bytes: sink.bytes }),
      signal,
    });
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
