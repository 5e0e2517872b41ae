import { readSequenceParameterSet } from '../../media/h264/sequence-parameter-set.ts';
import { demuxInOrder } from '../../media/remux/demux-in-order.ts';
import type { DemuxedBatch } from '../../media/remux/demuxed-batch.ts';
import { TICKS_PER_SECOND, ticksBetween } from '../../media/remux/ticks.ts';
import type { ConversionSegment } from './converter.ts';
import { toEngineSource } from './source-segments.ts';

/** What stands in segments of one timeline. */
export interface MediaMeasures {
  /** How much later than the first picture the first sound comes, mostly less than 0; 0 without one of them. */
  readonly soundDelaySeconds: number;
  /** From one picture to the next; `undefined` without video. */
  readonly frameSeconds: number | undefined;
  /** Pixels of the first picture. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** More than a group of pictures, whose order of decoding is not that of their times. */
const mostMeasuredPictures = 250;

/** Takes segments apart, without keeping anything, and measures what is in them. Damage is passed over. */
export async function measureMedia(
  segments: readonly ConversionSegment[],
  signal: AbortSignal,
): Promise<MediaMeasures> {
  const indices = segments.map((_, index) => index);
  const measure = new Measure();
  const request = { ...toEngineSource(segments), indices, isTolerant: true, wantsVideo: true, signal };
  for await (const batch of demuxInOrder(request)) {
    measure.add(batch);
  }
  return measure.finish();
}

class Measure {
  #firstPicture = Number.NaN;
  #firstSound = Number.NaN;
  readonly #pictureTimes: number[] = [];
  #size: MediaMeasures['size'];

  add({ video, audio, parameterSets }: DemuxedBatch): void {
    for (const time of video.presentationTimes.subarray(0, video.count)) {
      if (Number.isNaN(this.#firstPicture)) this.#firstPicture = time;
      if (this.#pictureTimes.length === mostMeasuredPictures) break;
      this.#pictureTimes.push(ticksBetween(this.#firstPicture, time));
    }
    if (Number.isNaN(this.#firstSound) && audio.count > 0) this.#firstSound = audio.presentationTimes[0] ?? Number.NaN;
    const sps = parameterSets.find(({ kind }) => kind === 'sps');
    const read = sps === undefined || this.#size !== undefined ? undefined : readSequenceParameterSet(sps.bytes);
    if (typeof read === 'object') this.#size = { width: read.width, height: read.height };
  }

  finish(): MediaMeasures {
    return {
      soundDelaySeconds: (ticksBetween(this.#firstPicture, this.#firstSound) || 0) / TICKS_PER_SECOND,
      frameSeconds: frameSecondsOf(this.#pictureTimes),
      size: this.#size,
    };
  }
}

/** The usual step, since at a loss or in a variable frame rate not every one is it. */
function frameSecondsOf(times: readonly number[]): number | undefined {
  const inOrder = times.toSorted((a, b) => a - b);
  const steps = inOrder.slice(1).map((time, index) => time - (inOrder[index] ?? 0));
  const median = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
  return median === undefined || median === 0 ? undefined : median / TICKS_PER_SECOND;
}
