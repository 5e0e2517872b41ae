import type { DemuxedBatch } from './demuxed-batch.ts';
import type { OpenSegment, SourceSegment } from './segment-source.ts';

/** What is to be demuxed, for a {@link BatchSource}. */
export interface BatchRequest {
  readonly segments: readonly SourceSegment[];
  /** Which of them to read, in this order; EXT-X-GAP segments are not among them. */
  readonly indices: readonly number[];
  readonly openSegment: OpenSegment;
  /**
   * Whether damage is listed instead of thrown. A segment that cannot be read at all (`segment-missing`,
   * `segment-empty`) then is one batch, which `lostSegmentBatch` makes.
   */
  readonly isTolerant: boolean;
  /** False when only the audio is carried: video is then not moved at all. */
  readonly wantsVideo: boolean;
  readonly signal: AbortSignal;
}

/**
 * Where `remux` gets its batches from, so that segments may be demuxed on this thread or by workers. The batches of all
 * requested segments come in order, each segment's last one marked. Ending the generator early frees everything.
 *
 * @throws SegmentDamagedError unless losses are tolerated
 * @throws StreamNotCarriableError
 */
export type BatchSource = (request: BatchRequest) => AsyncGenerator<DemuxedBatch, void, undefined>;
