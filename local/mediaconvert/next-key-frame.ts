import { demuxInOrder, startSeconds } from '../../media/remux/demux-in-order.ts';
import { TICKS_PER_SECOND, ticksBetween } from '../../media/remux/ticks.ts';
import type { ConversionSegment } from './converter.ts';
import { toEngineSource } from './source-segments.ts';

/**
 * Where the first IDR picture at or after a place begins, in seconds by the playlist; `undefined` when there is none any
 * more. What has no video can begin anywhere: then it is the place itself.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html `FrameControl`
 */
export async function findNextKeyFrame(
  segments: readonly ConversionSegment[],
  fromSeconds: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const source = toEngineSource(segments);
  const starts = startSeconds(source.segments);
  const firstIndex = starts.findLastIndex((start) => start <= fromSeconds);
  const indices = segments.map((_, index) => index).slice(Math.max(0, firstIndex));
  let firstTime = Number.NaN;
  for await (const batch of demuxInOrder({ ...source, indices, isTolerant: true, wantsVideo: true, signal })) {
    if (batch.program !== undefined) {
      firstTime = Number.NaN;
      if (batch.program.videoPid === undefined) return fromSeconds;
    }
    for (let i = 0; i < batch.video.count; i++) {
      const time = batch.video.presentationTimes[i] ?? 0;
      if (Number.isNaN(firstTime)) firstTime = time;
      const ticks = ticksBetween(firstTime, time);
      const seconds = (starts[batch.segmentIndex] ?? 0) + ticks / TICKS_PER_SECOND;
      // Sums of EXTINF are no exact numbers, and frames of 29.97 a second are no whole number of ticks.
      if (batch.video.isKeyFrame[i] === 1 && seconds > fromSeconds - 1.5 / TICKS_PER_SECOND) return seconds;
    }
  }
  return undefined;
}
