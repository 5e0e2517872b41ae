/** What passes between the thread that remuxes and those that demux for it. */
import type { BatchRequest } from '../remux/batch-source.ts';
import type { DemuxedBatch } from '../remux/demuxed-batch.ts';
import { SegmentDamagedError } from '../remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../remux/stream-not-carriable-error.ts';
import type { FileSegment } from './file-segments.ts';

/** What a worker is to do: the first thing that it is told once it is ready. */
export interface DemuxOrder {
  readonly request: Pick<BatchRequest, 'segments' | 'indices' | 'isTolerant' | 'wantsVideo'>;
  /** By index, at least those in `request.indices`. */
  readonly files: readonly FileSegment[];
  /** How many batches may be out at a time; each `release` brings one back. */
  readonly batchCount: number;
}

/** What a worker says. Bytes of a batch lie in memory that both threads see. */
export type DemuxAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'batch'; readonly batch: DemuxedBatch }
  | { readonly kind: 'failure'; readonly failure: SentFailure };

/** The only thing that a worker is told after that: the batch that was given longest ago is done with. */
export const RELEASE = 'release';

/** An error on its way between threads, which would make a plain `Error` of it. */
export type SentFailure =
  | Pick<SegmentDamagedError, 'name' | 'reason' | 'place' | 'finding'>
  | Pick<StreamNotCarriableError, 'name' | 'reason' | 'place' | 'finding'>
  | { readonly name: 'Error'; readonly error: unknown };

/** Takes an error apart. */
export function sendFailure(error: unknown): SentFailure {
  if (error instanceof SegmentDamagedError) {
    const { name, reason, place, finding } = error;
    return { name, reason, place, finding };
  }
  if (error instanceof StreamNotCarriableError) {
    const { name, reason, place, finding } = error;
    return { name, reason, place, finding };
  }
  return { name: 'Error', error };
}

/** Puts it together again. */
export function receiveFailure(failure: SentFailure): unknown {
  switch (failure.name) {
    case 'SegmentDamagedError':
      return new SegmentDamagedError(failure.reason, failure.place, failure.finding);
    case 'StreamNotCarriableError':
      return new StreamNotCarriableError(failure.reason, failure.place, failure.finding);
    case 'Error':
      return failure.error;
  }
}
