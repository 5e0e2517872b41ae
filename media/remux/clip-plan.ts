import type { DemuxedBatch } from './demuxed-batch.ts';
import type { SourceSegment } from './segment-source.ts';
import { StreamNotCarriableError } from './stream-not-carriable-error.ts';
import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';

/**
 * A stretch of a recording, in seconds from its beginning by the playlist: EXTINF of the segments before, and within the
 * segment the time of its media.
 */
export interface Clip {
  readonly fromSeconds: number;
  /** At the end or beyond it: everything that is left. */
  readonly toSeconds: number;
}

/** What a clip takes of which segments. */
export interface ClipPlan {
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** PTS of the key frame to begin with, as in the stream; `undefined` for the recording's first, and without video. */
  readonly startKey: number | undefined;
  /** Without video: ticks from where the first segment's media begins to where the clip begins. */
  readonly startTicks: number | undefined;
  /** Ticks from the first frame of the last segment to where the clip ends; infinite to take all of it. */
  readonly endTicks: number;
  /** Where the clip really begins. */
  readonly fromSeconds: number;
}

/** Demuxes one segment. */
export type ReadSegment = (index: number) => AsyncIterable<DemuxedBatch>;

/** What stands where a clip may begin. */
interface Start {
  readonly hasVideo: boolean;
  /** The last key frame at or before the place that is wanted, and where it is from the segment's first picture. */
  readonly key: { readonly time: number; readonly ticks: number } | undefined;
}

/** Sums of EXTINF are no exact numbers; a microsecond is less than a tick. */
const ROUNDING_SECONDS = 1e-6;

/**
 * Finds the segments of a clip and the key frame it begins with: the last one at or before the wish. For that the segment
 * there is demuxed once beforehand, and those before it as far as it has none.
 *
 * @param readSegment not called when only the audio is carried
 * @throws StreamNotCarriableError `nothing-to-carry` when the clip lies outside the recording
 */
export async function planClip(
  clip: Clip,
  segments: readonly SourceSegment[],
  wantsVideo: boolean,
  readSegment: ReadSegment,
): Promise<ClipPlan> {
  const starts = startsOf(segments);
  const wish = findStart(clip, segments, starts);
  const end = findEnd(clip, segments, starts);
  const audioOnly = {
    ...end,
    firstIndex: wish.index,
    startKey: undefined,
    startTicks: wish.ticks,
    fromSeconds: clip.fromSeconds,
  };
  if (!wantsVideo) return audioOnly;
  for (let index = wish.index; index >= 0; index--) {
    const start = await readStart(readSegment(index), index === wish.index ? wish.ticks : Number.POSITIVE_INFINITY);
    if (start.key !== undefined) {
      const fromSeconds = (starts[index] ?? 0) + start.key.ticks / TICKS_PER_SECOND;
      return { ...end, firstIndex: index, startKey: start.key.time, startTicks: undefined, fromSeconds };
    }
    if (!start.hasVideo) return audioOnly;
  }
  return { ...end, firstIndex: 0, startKey: undefined, startTicks: undefined, fromSeconds: 0 };
}

function startsOf(segments: readonly SourceSegment[]): readonly number[] {
  let seconds = 0;
  return [0, ...segments.map(({ durationSeconds }) => (seconds += durationSeconds))];
}

function findStart(
  { fromSeconds, toSeconds }: Clip,
  segments: readonly SourceSegment[],
  starts: readonly number[],
): { index: number; ticks: number } {
  const endSeconds = starts.at(-1) ?? 0;
  const index = segments.findIndex((_, at) => fromSeconds < (starts[at + 1] ?? 0) - ROUNDING_SECONDS);
  if (index >= 0 && fromSeconds < toSeconds) {
    return { index, ticks: Math.max(0, fromSeconds - (starts[index] ?? 0)) * TICKS_PER_SECOND };
  }
  const place = { segment: segments.at(-1)?.name ?? '', seconds: endSeconds };
  const expected = `expected a clip inside the recording, which lasts ${endSeconds.toFixed(3)} s by its playlist`;
  throw new StreamNotCarriableError('nothing-to-carry', place, `${expected}, found ${fromSeconds} to ${toSeconds} s`);
}

function findEnd({ toSeconds }: Clip, segments: readonly SourceSegment[], starts: readonly number[]) {
  const lastIndex = segments.findIndex((_, at) => toSeconds <= (starts[at + 1] ?? 0) + ROUNDING_SECONDS);
  const isWhole = lastIndex < 0 || toSeconds >= (starts.at(-1) ?? 0) - ROUNDING_SECONDS;
  if (isWhole) return { lastIndex: segments.length - 1, endTicks: Number.POSITIVE_INFINITY };
  return { lastIndex, endTicks: (toSeconds - (starts[lastIndex] ?? 0)) * TICKS_PER_SECOND };
}

/** Reads a segment as far as needed for its last key frame that is presented at most `ticks` after its first picture. */
async function readStart(batches: AsyncIterable<DemuxedBatch>, ticks: number): Promise<Start> {
  let firstTime = Number.NaN;
  let hasVideo = true;
  let key: Start['key'];
  for await (const { program, video } of batches) {
    if (program !== undefined) hasVideo = program.videoPid !== undefined;
    if (!hasVideo) break;
    for (let i = 0; i < video.count; i++) {
      const time = video.presentationTimes[i] ?? 0;
      if (Number.isNaN(firstTime)) firstTime = time;
      const passed = ticksBetween(firstTime, time);
      if (video.isKeyFrame[i] === 1 && passed <= ticks + 1) key = { time, ticks: passed };
    }
    const lastTime = video.decodeTimes[video.count - 1] ?? Number.NaN;
    if (ticksBetween(firstTime, lastTime) > ticks) break;
  }
  return { hasVideo, key };
}
