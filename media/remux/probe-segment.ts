import { readSequenceParameterSet, type SequenceParameterSet } from '../h264/sequence-parameter-set.ts';
import { DemuxBuffers } from './demux-buffers.ts';
import { demuxSegment } from './demux-segment.ts';
import type { DemuxedBatch } from './demuxed-batch.ts';
import { frameRateOf } from './frame-rate.ts';
import { SegmentDamagedError } from './segment-damaged-error.ts';
import type { SegmentReader } from './segment-source.ts';
import { StreamNotCarriableError } from './stream-not-carriable-error.ts';

/** What the video of a segment is like, as far as its beginning tells. */
export interface ProbedVideo {
  /** Pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
}

/**
 * Looks at the beginning of a segment: how large its pictures are, and how many there are in a second.
 *
 * @returns `undefined` without H.264, and when it cannot be read
 */
export async function probeSegment(bytes: Uint8Array): Promise<ProbedVideo | undefined> {
  const times: number[] = [];
  let set: SequenceParameterSet | undefined;
  try {
    for await (const batch of demux(bytes)) {
      set ??= firstSet(batch);
      times.push(...batch.video.presentationTimes.slice(0, batch.video.count));
    }
  } catch (error) {
    // What was cut off, or is no video of ours, tells what it has told by then.
    if (!(error instanceof SegmentDamagedError || error instanceof StreamNotCarriableError)) throw error;
  }
  if (set === undefined) return undefined;
  return { width: set.width, height: set.height, framesPerSecond: frameRateOf(set.framesPerSecond, times) };
}

function demux(bytes: Uint8Array): AsyncGenerator<DemuxedBatch> {
  return demuxSegment(readerOf(bytes), {
    index: 0,
    name: 'the beginning',
    seconds: 0,
    isTolerant: true,
    wantsVideo: true,
    buffers: new DemuxBuffers(),
    signal: new AbortController().signal,
  });
}

function readerOf(bytes: Uint8Array): SegmentReader {
  let position = 0;
  return {
    read: async (target) => {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      position += part.length;
      return part.length;
    },
    close: async () => undefined,
  };
}

function firstSet({ parameterSets }: DemuxedBatch): SequenceParameterSet | undefined {
  const found = parameterSets.find(({ kind }) => kind === 'sps');
  const set = found === undefined ? 'none' : readSequenceParameterSet(found.bytes);
  return typeof set === 'string' ? undefined : set;
}
