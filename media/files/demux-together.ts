import type { BatchRequest, BatchSource } from '../remux/batch-source.ts';
import type { DemuxBuffers } from '../remux/demux-buffers.ts';
import { demuxInOrder } from '../remux/demux-in-order.ts';
import type { DemuxedBatch } from '../remux/demuxed-batch.ts';
import type { FileSegment } from './file-segments.ts';
import type { WorkerLane } from './worker-lane.ts';

/** Batches that a worker may be ahead: a segment of 10 s at 6 Mbit/s has some 10. Each takes about a mebibyte. */
const BATCHES_AHEAD = 10;

/** Gives the batches of every n-th segment, in their order. */
type DemuxLane = Pick<WorkerLane, 'next' | 'release'>;

/**
 * Demuxes on this thread and on workers, each of which takes every n-th segment, and puts the batches in order.
 *
 * @param files the segments on disk, by index
 * @param buffers of this thread
 */
export async function* demuxTogether(
  request: BatchRequest,
  workers: readonly WorkerLane[],
  files: readonly FileSegment[],
  buffers: DemuxBuffers,
): AsyncGenerator<DemuxedBatch> {
  const { indices, segments, isTolerant, wantsVideo } = request;
  const stripes = [...workers.keys(), workers.length].map((lane) => everyNth(indices, lane, workers.length + 1));
  const [own = [], ...others] = stripes;
  for (const [lane, worker] of workers.entries()) {
    const order = { segments, indices: others[lane] ?? [], isTolerant, wantsVideo };
    worker.begin({ request: order, files: only(files, order.indices), batchCount: BATCHES_AHEAD });
  }
  const batches = demuxInOrder({ ...request, indices: own }, buffers);
  try {
    yield* takeTurns([ownLane(batches), ...workers], request);
  } finally {
    await batches.return();
  }
}

const everyNth = (indices: readonly number[], first: number, step: number): readonly number[] =>
  indices.filter((_, position) => position % step === first);

/** Two of this thread's batches are good at a time, as long as they are asked for in their order. */
const ownLane = (batches: ReturnType<BatchSource>): DemuxLane => ({
  next: async () => {
    const { value } = await batches.next();
    if (value === undefined) throw new RangeError('A segment ended without a batch that says so.');
    return value;
  },
  release: () => undefined,
});

async function* takeTurns(
  lanes: readonly DemuxLane[],
  { indices, signal }: BatchRequest,
): AsyncGenerator<DemuxedBatch> {
  // A batch is good until the second-next one is asked for.
  const inUse: DemuxLane[] = [];
  for (const position of indices.keys()) {
    const lane = lanes[position % lanes.length];
    if (lane === undefined) return;
    for (let isEnd = false; !isEnd; ) {
      if (inUse.length === 2) inUse.shift()?.release();
      const batch = await lane.next();
      signal.throwIfAborted();
      inUse.push(lane);
      yield batch;
      isEnd = batch.isSegmentEnd;
    }
  }
}

/** The same array with holes in place of what nobody asks for: it is copied for each worker. */
function only(files: readonly FileSegment[], indices: readonly number[]): readonly FileSegment[] {
  const own: FileSegment[] = [];
  for (const index of indices) {
    const file = files[index];
    if (file !== undefined) own[index] = file;
  }
  return own;
}
