import { DamageLog, type SegmentIdentity } from './damage-log.ts';
import type { DemuxBuffers } from './demux-buffers.ts';
import type { DemuxedBatch } from './demuxed-batch.ts';
import { ReadAhead } from './read-ahead.ts';
import { SegmentDemuxer } from './segment-demuxer.ts';
import type { SegmentReader } from './segment-source.ts';

/** What to demux a segment with. */
export interface DemuxContext extends SegmentIdentity {
  /** Index in the list of segments. */
  readonly index: number;
  /** Note damage and go on, where otherwise an error is thrown. */
  readonly isTolerant: boolean;
  /** false: video is not looked at. */
  readonly wantsVideo: boolean;
  /** One segment at a time may use them. With the same ones for each, batches are valid across the end of a segment. */
  readonly buffers: DemuxBuffers;
  readonly signal: AbortSignal;
}

/**
 * Takes one segment of an MPEG transport stream (ISO/IEC 13818-1) apart into access units of H.264 and a stream of AAC,
 * in batches of about 2 MiB or 2 s. It needs nothing of the segments before.
 *
 * @param reader is closed here
 * @throws SegmentDamagedError unless losses are tolerated
 * @throws StreamNotCarriableError
 */
export async function* demuxSegment(reader: SegmentReader, context: DemuxContext): AsyncGenerator<DemuxedBatch> {
  const ahead = new ReadAhead(context.buffers, [context.index], () => Promise.resolve(reader));
  try {
    yield* demuxNext(ahead, context);
  } finally {
    await ahead.close();
  }
}

/**
 * The same for the segment whose chunks come next. Nothing is awaited within a chunk: a promise for each packet would
 * take longer than the packet.
 */
export async function* demuxNext(ahead: ReadAhead, context: DemuxContext): AsyncGenerator<DemuxedBatch> {
  const { buffers, signal } = context;
  const log = new DamageLog(context, context.isTolerant);
  const demuxer = new SegmentDemuxer(context.index, buffers, log, context.wantsVideo);
  let position = 0;
  let heldChunks = 0;
  try {
    for (let isEnd = false; !isEnd; ) {
      const { from, count } = await ahead.next();
      signal.throwIfAborted();
      isEnd = count === 0;
      const unused = demuxer.carryTo(from);
      if (heldChunks++ > 0) ahead.release();
      demuxer.feed({ from: from - unused, to: from + count, position: position - unused, isEnd });
      position += count;
      while (demuxer.run()) {
        yield demuxer.take(false);
        signal.throwIfAborted();
      }
    }
    yield demuxer.take(true);
  } finally {
    if (heldChunks > 0) ahead.release();
  }
}
