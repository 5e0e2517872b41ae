import type { BatchRequest } from './batch-source.ts';
import { DemuxBuffers } from './demux-buffers.ts';
import { demuxNext } from './demux-segment.ts';
import type { DemuxedBatch } from './demuxed-batch.ts';
import { lostSegmentBatch } from './lost-segment-batch.ts';
import { ReadAhead } from './read-ahead.ts';
import { SegmentDamagedError } from './segment-damaged-error.ts';

/**
 * Demuxes segments on this thread, one after the other: a `BatchSource`. What comes next is read meanwhile, also of the
 * next segment.
 *
 * @param buffers with more regions than two, a batch is valid for as many more
 */
export async function* demuxInOrder(
  request: BatchRequest,
  buffers = new DemuxBuffers(),
): AsyncGenerator<DemuxedBatch, void, undefined> {
  const { segments, indices, openSegment, signal } = request;
  const ahead = new ReadAhead(buffers, indices, (index) => openSegment(index, signal));
  const starts = startSeconds(segments);
  try {
    for (const index of indices) {
      const context = { ...request, index, name: segments[index]?.name ?? '', seconds: starts[index] ?? 0, buffers };
      try {
        yield* demuxNext(ahead, context);
      } catch (error) {
        // Only what could not be opened or read is thrown although losses are tolerated.
        if (!request.isTolerant || !(error instanceof SegmentDamagedError)) throw error;
        yield lostSegmentBatch(index, error);
      }
    }
  } finally {
    await ahead.close();
  }
}

/** Where each segment begins in the recording, by the playlist. */
export function startSeconds(segments: BatchRequest['segments']): readonly number[] {
  let seconds = 0;
  return segments.map(({ durationSeconds }) => {
    seconds += durationSeconds;
    return seconds - durationSeconds;
  });
}
