import type { DemuxedBatch } from './demuxed-batch.ts';
import { EMPTY_AUDIO, EMPTY_VIDEO } from './empty-batch.ts';
import type { SegmentDamagedError } from './segment-damaged-error.ts';

/** What stands for a segment of which nothing could be read, where losses are tolerated: its only and last batch. */
export function lostSegmentBatch(segmentIndex: number, { reason, place, finding }: SegmentDamagedError): DemuxedBatch {
  return {
    segmentIndex,
    isSegmentEnd: true,
    program: undefined,
    video: EMPTY_VIDEO,
    audio: EMPTY_AUDIO,
    firstPictureTime: Number.NaN,
    parameterSets: [],
    counters: [],
    losses: [{ reason, position: place.position ?? 0, finding }],
  };
}
