import { makeMovieHead } from '../mp4/movie-head.ts';
import { Assembly } from './assembly.ts';
import type { BatchSource } from './batch-source.ts';
import { type Clip, type ClipPlan, planClip } from './clip-plan.ts';
import { demuxInOrder } from './demux-in-order.ts';
import type { MediaSink } from './media-sink.ts';
import type { RemuxReport } from './remux-report.ts';
import { SegmentDamagedError } from './segment-damaged-error.ts';
import type { OpenSegment, SourceSegment } from './segment-source.ts';
import { StreamNotCarriableError } from './stream-not-carriable-error.ts';

/** How to remux. */
export interface RemuxOptions {
  /** `audio`: an M4A without video. */
  readonly tracks: 'all' | 'audio';
  /** Only a stretch of the recording; all of it when `undefined`. */
  readonly clip?: Clip | undefined;
  /** List losses in the report and go on, where otherwise an error is thrown. */
  readonly isTolerant: boolean;
}

/** A recording, and where its MP4 goes. */
export interface RemuxJob {
  readonly segments: readonly SourceSegment[];
  readonly openSegment: OpenSegment;
  readonly sink: MediaSink;
  readonly options: RemuxOptions;
  /** Where batches come from; by default they are demuxed on this thread. */
  readonly batches?: BatchSource | undefined;
  /** Called with each batch. @param fraction of the media that is wanted, by the playlist: 0 to 1 */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Puts a recording of MPEG-TS segments into one MP4, index first, frames unchanged, in one pass: while one batch is being
 * written the next is demuxed.
 *
 * @throws SegmentDamagedError unless losses are tolerated
 * @throws StreamNotCarriableError when it cannot be carried as it is
 * Whatever is thrown, by the sink and the signal as well, the sink has been told to discard what it has.
 */
export async function remux(job: RemuxJob): Promise<RemuxReport> {
  try {
    return await carry(job);
  } catch (error) {
    await job.sink.discard();
    throw error;
  }
}

async function carry({ sink, ...job }: RemuxJob): Promise<RemuxReport> {
  const { segments, options, signal } = job;
  const clip = options.clip === undefined ? undefined : await plan(job, options.clip);
  const assembly = new Assembly(segments, { ...options, clip });
  const indices = assembly.chooseSegments();
  const writer = new SinkWriter(sink);
  try {
    for await (const batch of readBatches(job, indices)) {
      signal.throwIfAborted();
      await writer.append(assembly.accept(batch), assembly.estimatedHeadBytes);
      job.onProgress?.(assembly.progress);
      if (assembly.isComplete) break;
    }
    await appendLateSound(job, assembly, writer);
    const { pieces, movie, mediaBytes, reportOf } = assembly.finish();
    await writer.append(pieces, assembly.estimatedHeadBytes);
    await writer.settle();
    signal.throwIfAborted();
    return reportOf(await sink.finish((atLeastBytes) => makeMovieHead(movie, mediaBytes, atLeastBytes)));
  } catch (error) {
    // The sink must not be discarded while it still writes.
    await writer.settle().catch(() => undefined);
    throw error;
  }
}

type Source = Omit<RemuxJob, 'sink' | 'onProgress'>;

/** A clip is whole without what lies behind it: where that is damaged, it ends with the sound that it has. */
async function appendLateSound(job: Source, assembly: Assembly, writer: SinkWriter): Promise<void> {
  const { lateSound } = assembly;
  if (lateSound === undefined) return;
  const options = { tracks: 'audio', isTolerant: false } as const;
  try {
    for await (const batch of readBatches({ ...job, options }, [lateSound.segmentIndex])) {
      await writer.append(lateSound.accept(batch), assembly.estimatedHeadBytes);
      if (lateSound.isComplete) break;
    }
  } catch (error) {
    if (!(error instanceof SegmentDamagedError || error instanceof StreamNotCarriableError)) throw error;
    lateSound.noteUnreadable(error.finding);
  }
}

function readBatches({ segments, openSegment, options, batches, signal }: Source, indices: readonly number[]) {
  const { isTolerant, tracks } = options;
  return (batches ?? demuxInOrder)({
    segments,
    indices,
    openSegment,
    isTolerant,
    wantsVideo: tracks === 'all',
    signal,
  });
}

function plan(job: Source, clip: Clip): Promise<ClipPlan> {
  const { segments, options } = job;
  return planClip(clip, segments, options.tracks === 'all', (index) => readBatches(job, [index]));
}

/** Hands media data to the sink, one write behind, so that the next batch is made meanwhile. */
class SinkWriter {
  readonly #sink: MediaSink;
  #writing: Promise<void> = Promise.resolve();

  constructor(sink: MediaSink) {
    this.#sink = sink;
  }

  /** Fulfilled when the write before is done. */
  async append(pieces: readonly Uint8Array[], estimatedHeadBytes: number): Promise<void> {
    await this.#writing;
    if (pieces.length === 0) return;
    this.#writing = this.#sink.append(pieces, estimatedHeadBytes);
    // Its failure is met at the next call; until then it is not unhandled.
    this.#writing.catch(() => undefined);
  }

  /** Fulfilled when all is written. */
  settle(): Promise<void> {
    return this.#writing;
  }
}
