import { demuxInThreads } from '../../media/files/demux-in-threads.ts';
import { fileSegmentOpener } from '../../media/files/file-segments.ts';
import { openRecording } from '../../media/files/open-recording.ts';
import { remux } from '../../media/remux/remux.ts';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import { MemorySink } from './memory-sink.ts';
import { withReadSizes } from './odd-reads.ts';

/** How to remux a case; without anything, strictly and with large reads. */
export interface RemuxWish {
  readonly isTolerant?: boolean;
  readonly tracks?: 'all' | 'audio';
  readonly clip?: { readonly fromSeconds: number; readonly toSeconds: number };
  readonly readSizes?: readonly number[];
  readonly sink?: MemorySink;
  /** Demux in so many worker threads. */
  readonly workerCount?: number;
}

interface Remuxed {
  readonly file: Buffer;
  readonly report: RemuxReport;
}

/** From a playlist on disk to a file in memory, in the way of the export command. */
export async function remuxCase(playlist: string, wish: RemuxWish = {}): Promise<Remuxed> {
  const { isTolerant = false, tracks = 'all', clip, readSizes = [1 << 20], sink = new MemorySink() } = wish;
  const { segments, files, losses } = await openRecording(playlist, { rendition: undefined, isTolerant });
  const openSegment = withReadSizes(fileSegmentOpener(files, isTolerant), readSizes);
  const options = { isTolerant, tracks, clip };
  const signal = new AbortController().signal;
  const batches = wish.workerCount === undefined ? undefined : demuxInThreads({ workerCount: wish.workerCount, files });
  const report = await remux({ segments, openSegment, sink, options, batches, signal });
  if (sink.file === undefined) throw new Error('The remux ended well and did not finish its file.');
  return { file: sink.file, report: { ...report, losses: [...report.losses, ...losses] } };
}
