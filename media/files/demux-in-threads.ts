import type { BatchRequest, BatchSource } from '../remux/batch-source.ts';
import { DemuxBuffers } from '../remux/demux-buffers.ts';
import { demuxInOrder } from '../remux/demux-in-order.ts';
import { demuxTogether } from './demux-together.ts';
import type { FileSegment } from './file-segments.ts';
import { WorkerLane } from './worker-lane.ts';

/** Which threads demux what. */
export interface DemuxThreads {
  /** Threads that demux, of which this is one: at least 1. */
  readonly workerCount: number;
  /** The segments on disk, by index: a worker opens them itself. */
  readonly files: readonly FileSegment[];
  /** Starts another thread. */
  readonly startWorker?: () => WorkerLane;
}

/** Below that, a recording is demuxed before another thread has come up. */
const LEAST_SEGMENTS = 8;

/**
 * Demuxes on several threads, this one among them: each takes every n-th segment, and the batches come in order. Those of
 * worker threads come without being copied, since the memory is shared.
 *
 * It takes some tens of milliseconds until a thread has come up, in which a hundred megabytes can be demuxed. So this
 * one begins alone.
 */
export function demuxInThreads({
  workerCount,
  files,
  startWorker = () => new WorkerLane(),
}: DemuxThreads): BatchSource {
  return async function* (request) {
    const { indices } = request;
    const buffers = new DemuxBuffers();
    const otherCount = indices.length < LEAST_SEGMENTS ? 0 : workerCount - 1;
    const workers = Array.from({ length: otherCount }, startWorker);
    try {
      const areReady = (): boolean => workers.length > 0 && workers.every(({ isReady }) => isReady);
      const doneCount = yield* demuxAlone(request, buffers, areReady);
      const rest = { ...request, indices: indices.slice(doneCount) };
      if (rest.indices.length > 0) yield* demuxTogether(rest, workers, files, buffers);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  };
}

/** @returns how many segments were demuxed until, at the end of one, it was not to be alone any more */
async function* demuxAlone(request: BatchRequest, buffers: DemuxBuffers, isOver: () => boolean) {
  let doneCount = 0;
  for await (const batch of demuxInOrder(request, buffers)) {
    yield batch;
    if (!batch.isSegmentEnd) continue;
    doneCount++;
    if (request.indices.length !== doneCount && isOver()) break;
  }
  return doneCount;
}
