import type { BatchRequest } from '../../../../media/remux/batch-source.ts';
import { demuxInOrder } from '../../../../media/remux/demux-in-order.ts';
import type { CounterSpan, DemuxedBatch, DemuxLoss, Program } from '../../../../media/remux/demuxed-batch.ts';
import { SegmentDamagedError } from '../../../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../../../media/remux/stream-not-carriable-error.ts';

/** Everything that a source of batches gave, copied. */
export interface Demuxed {
  readonly programs: Program[];
  readonly samples: Buffer[];
  /** Presentation time, decode time. */
  readonly times: [number, number][];
  readonly keyFrames: boolean[];
  readonly positions: number[];
  /** Bytes of each audio PES packet; what stands before the first is the first. */
  readonly sounds: { readonly pts: number; readonly declaredBytes: number; readonly position: number; bytes: Buffer }[];
  /** Audio before the first PES packet. */
  readonly soundBefore: Buffer;
  readonly parameterSets: { readonly kind: string; readonly hex: string }[];
  readonly counters: CounterSpan[];
  readonly losses: DemuxLoss[];
  readonly batches: { readonly segmentIndex: number; readonly isSegmentEnd: boolean; readonly videoBytes: number }[];
}

export interface DemuxOptions {
  readonly isTolerant?: boolean;
  readonly wantsVideo?: boolean;
  /** Bytes of each read, over and over. */
  readonly readSizes?: readonly number[];
  readonly signal?: AbortSignal;
  readonly source?: (request: BatchRequest) => AsyncGenerator<DemuxedBatch>;
}

/** A request for segments that are in memory; 6 s each. */
export function requestFor(segments: readonly Buffer[], options: DemuxOptions = {}): BatchRequest {
  const {
    isTolerant = false,
    wantsVideo = true,
    readSizes = [1 << 20],
    signal = new AbortController().signal,
  } = options;
  return {
    segments: segments.map((_, index) => ({
      name: `${index}.ts`,
      durationSeconds: 6,
      isDiscontinuity: false,
      isGap: false,
    })),
    indices: segments.map((_, index) => index),
    openSegment: (index) => {
      let at = 0;
      let turn = 0;
      return Promise.resolve({
        read: (target) => {
          const size = Math.min(target.length, readSizes[turn++ % readSizes.length]!);
          const piece = segments[index]!.subarray(at, at + size);
          target.set(piece);
          at += piece.length;
          return Promise.resolve(piece.length);
        },
        close: () => Promise.resolve(),
      });
    },
    isTolerant,
    wantsVideo,
    signal,
  };
}

/** Demuxes segments and copies what comes. */
export async function demuxAll(segments: Buffer | readonly Buffer[], options: DemuxOptions = {}): Promise<Demuxed> {
  const { source = demuxInOrder } = options;
  return collect(source(requestFor(Buffer.isBuffer(segments) ? [segments] : segments, options)));
}

export async function collect(batches: AsyncGenerator<DemuxedBatch>): Promise<Demuxed> {
  const all: Demuxed = {
    programs: [],
    samples: [],
    times: [],
    keyFrames: [],
    positions: [],
    sounds: [],
    soundBefore: Buffer.alloc(0),
    parameterSets: [],
    counters: [],
    losses: [],
    batches: [],
  };
  const before: Buffer[] = [];
  for await (const batch of batches) {
    addVideo(all, batch);
    addAudio(all, batch, before);
    if (batch.program !== undefined) all.programs.push(batch.program);
    all.parameterSets.push(
      ...batch.parameterSets.map(({ kind, bytes }) => ({ kind, hex: Buffer.from(bytes).toString('hex') })),
    );
    all.counters.push(...batch.counters);
    all.losses.push(...batch.losses);
    const { segmentIndex, isSegmentEnd } = batch;
    all.batches.push({ segmentIndex, isSegmentEnd, videoBytes: batch.video.bytes.length });
  }
  return { ...all, soundBefore: Buffer.concat(before) };
}

function addVideo(all: Demuxed, { video }: DemuxedBatch): void {
  let at = 0;
  for (let index = 0; index < video.count; index++) {
    all.samples.push(Buffer.from(video.bytes.subarray(at, at + video.sizes[index]!)));
    all.times.push([video.presentationTimes[index]!, video.decodeTimes[index]!]);
    all.keyFrames.push(video.isKeyFrame[index] === 1);
    all.positions.push(video.positions[index]!);
    at += video.sizes[index]!;
  }
  if (at !== video.bytes.length) throw new Error(`Expected samples of ${video.bytes.length} bytes, found ${at}.`);
}

function addAudio(all: Demuxed, { audio }: DemuxedBatch, before: Buffer[]): void {
  const rest = Buffer.from(audio.bytes.subarray(0, audio.count > 0 ? audio.offsets[0] : audio.bytes.length));
  const last = all.sounds.at(-1);
  if (last === undefined) before.push(rest);
  else last.bytes = Buffer.concat([last.bytes, rest]);
  for (let index = 0; index < audio.count; index++) {
    const end = index + 1 < audio.count ? audio.offsets[index + 1] : audio.bytes.length;
    all.sounds.push({
      pts: audio.presentationTimes[index]!,
      declaredBytes: audio.declaredBytes[index]!,
      position: audio.positions[index]!,
      bytes: Buffer.from(audio.bytes.subarray(audio.offsets[index], end)),
    });
  }
}

/** The same with text for bytes, for comparing: matchers look at each byte of an array by itself. */
export function readable({ samples, sounds, soundBefore, batches: _, ...rest }: Demuxed) {
  return {
    ...rest,
    samples: hexOf(samples),
    sounds: sounds.map((sound) => ({ ...sound, bytes: sound.bytes.toString('hex') })),
    soundBefore: soundBefore.toString('hex'),
  };
}

export const hexOf = (buffers: readonly Buffer[]): string[] => buffers.map((buffer) => buffer.toString('hex'));

/** The error that a demuxer throws. */
export async function refusalOf(
  segments: Buffer | readonly Buffer[],
  options: DemuxOptions = {},
): Promise<SegmentDamagedError | StreamNotCarriableError> {
  try {
    await demuxAll(segments, options);
  } catch (error) {
    if (error instanceof SegmentDamagedError || error instanceof StreamNotCarriableError) return error;
    throw error;
  }
  throw new Error('expected the segment to be refused');
}
