/** The worker thread of {@link file://./demux-in-threads.ts}: demuxes the segments that it is told, in order. */
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { DemuxBuffers } from '../remux/demux-buffers.ts';
import { demuxInOrder } from '../remux/demux-in-order.ts';
import { allocatePacketMemory } from '../remux/packet-mover.ts';
import { type DemuxAnswer, type DemuxOrder, sendFailure } from './demux-messages.ts';
import { fileSegmentOpener } from './file-segments.ts';

const port = parentPort;
if (port === null) throw new Error('demux-worker.ts runs as a worker thread only.');
const post = (answer: DemuxAnswer): void => port.postMessage(answer);

let outCount = 0;
let wake = (): void => undefined;

async function demux({ request, files, batchCount }: DemuxOrder): Promise<void> {
  const openSegment = fileSegmentOpener(files, request.isTolerant);
  // Nobody aborts in here: the thread is ended from outside.
  const { signal } = new AbortController();
  // One more than are out is being filled.
  const buffers = new DemuxBuffers(allocatePacketMemory, batchCount + 1);
  for await (const batch of demuxInOrder({ ...request, openSegment, signal }, buffers)) {
    post({ kind: 'batch', batch });
    outCount++;
    while (outCount >= batchCount) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

post({ kind: 'ready' });
const [order] = await once(port, 'message');
port.on('message', () => {
  outCount--;
  wake();
});
try {
  await demux(order);
} catch (error) {
  post({ kind: 'failure', failure: sendFailure(error) });
} finally {
  port.close();
}
