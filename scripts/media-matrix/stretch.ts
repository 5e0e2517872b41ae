import { type AudioName, type AudioSource, adtsHeaderBytes } from './audio-source.ts';
import { sampleOf } from './nal-units.ts';
import { audioConfigOf, parameterSetsOf, type TrueFrame, type TruePart } from './truth.ts';
import type { Picture, VideoName, VideoSource } from './video-source.ts';

/** A stretch of a recording with a clock of its own: everything between two reconnects. */
export interface StretchPlan {
  /** Default `main`. */
  readonly video?: VideoName | 'none';
  /** Default `stereo`. */
  readonly audio?: AudioName | 'none';
  /** Default 4; of each track by itself where they differ. */
  readonly seconds?: number;
  readonly videoSeconds?: number;
  readonly audioSeconds?: number;
  /** First time stamp: 90 kHz, not wrapped. Default 61 s, where a real recording was seen to begin. */
  readonly startTicks?: number;
  /** How much later than `startTicks` a track begins. */
  readonly videoLateSeconds?: number;
  readonly audioLateSeconds?: number;
  /** Which key frame of the source comes first, so that stretches differ in content. Default 0. */
  readonly fromKeyFrame?: number;
  /** First picture of the source after that key frame; other than 0, the stretch begins without one. */
  readonly skippedPictures?: number;
  /** Where segments end, in seconds from `startTicks`; each at the next key frame. Default every 2 s. */
  readonly cutSeconds?: readonly number[];
  /** Time of a picture by its order of presentation, in ticks from the first. Default: a constant rate. */
  readonly pictureTicks?: (index: number) => number;
  /** Time of an audio frame, in ticks from the first. Default: as the samples have it, rounded. */
  readonly frameTicks?: (index: number) => number;
  /** How much earlier than needed pictures are decoded, as by an encoder that allows for more B-frames than it makes. */
  readonly decodeAheadTicks?: number;
  /** What the playlist says a segment lasts. Default: what it does. */
  readonly extinfSeconds?: (seconds: number, index: number) => number;
  /** EXT-X-DISCONTINUITY stands before it. */
  readonly isTagged?: boolean;
  /** Changes a picture's NAL units; `index` counts in decoding order. */
  readonly editUnits?: (units: readonly Buffer[], index: number, picture: Picture) => readonly Buffer[];
  /** Changes an ADTS frame, header included. */
  readonly editFrame?: (frame: Buffer, index: number) => Buffer;
  /** Changes the time stamps that are written, not those that are true. */
  readonly editTimes?: (times: { pts: number; dts: number }, index: number) => { pts: number; dts: number };
}

export interface TimedPicture extends Picture {
  readonly pts: number;
  readonly dts: number;
}
export interface TimedFrame {
  readonly pts: number;
  readonly adts: Buffer;
}

/** The access units of a stretch with their times: 90 kHz, not wrapped. */
export interface Stretch {
  readonly plan: StretchPlan;
  readonly startTicks: number;
  readonly pictures: readonly TimedPicture[];
  readonly frames: readonly TimedFrame[];
  readonly truth: TruePart;
}

export const TICKS_PER_SECOND = 90_000;
/** Whole ticks of the 90 kHz clock. */
export const secondsToTicks = (seconds: number): number => Math.round(seconds * TICKS_PER_SECOND);
const DEFAULT_SECONDS = 4;
export const DEFAULT_START_TICKS = 61 * TICKS_PER_SECOND;

/** Puts sources on a clock. */
export function makeStretch(
  plan: StretchPlan,
  video: VideoSource | undefined,
  audio: AudioSource | undefined,
): Stretch {
  const startTicks = plan.startTicks ?? DEFAULT_START_TICKS;
  const pictures = video === undefined ? [] : timePictures(plan, startTicks, video);
  const frames = audio === undefined ? [] : timeFrames(plan, startTicks, audio);
  const truth = {
    sampleRateHz: audio?.sampleRateHz,
    video: pictures.map(truePicture),
    audio: frames.map(trueFrame),
    parameterSets: parameterSetsOf(pictures.flatMap(({ units }) => units)),
    audioConfig: audioConfigOf(frames[0]?.adts),
  };
  return { plan, startTicks, pictures, frames, truth };
}

function truePicture({ pts, dts, isIdr, units }: TimedPicture): TrueFrame {
  return { pts, dts, isKey: isIdr, bytes: sampleOf(units) };
}

function trueFrame({ pts, adts }: TimedFrame): TrueFrame {
  return { pts, dts: pts, isKey: true, bytes: adts.subarray(adtsHeaderBytes(adts)) };
}

/** How many pictures or frames last for so long. */
const countFor = (seconds: number, ticksOf: (index: number) => number): number => {
  let count = 0;
  while (ticksOf(count) < seconds * TICKS_PER_SECOND) count++;
  return count;
};

function timePictures(plan: StretchPlan, startTicks: number, source: VideoSource): TimedPicture[] {
  const ticksOf = plan.pictureTicks ?? ((index) => Math.round((index * TICKS_PER_SECOND) / source.framesPerSecond));
  const count = countFor(plan.videoSeconds ?? plan.seconds ?? DEFAULT_SECONDS, ticksOf);
  const start = startTicks + Math.round((plan.videoLateSeconds ?? 0) * TICKS_PER_SECOND);
  const chosen = takePictures(source, plan, count);
  const times = Array.from({ length: chosen.length }, (_, index) => start + ticksOf(index));
  const ptsOf = (picture: Picture) => times[picture.displayIndex] ?? Number.NaN;
  const decodeTimes = decodeTimesOf(chosen, times);
  return chosen.map((picture, index) => {
    const units = plan.editUnits?.(picture.units, index, picture) ?? picture.units;
    const dts = (decodeTimes[index] ?? 0) - (plan.decodeAheadTicks ?? 0);
    return { ...picture, units, pts: ptsOf(picture), dts };
  });
}

/** As x264 does it: in the rhythm of presentation, so many pictures later as reordering holds back. */
function decodeTimesOf(pictures: readonly Picture[], times: readonly number[]): number[] {
  const depth = Math.max(0, ...pictures.map(({ displayIndex }, index) => index - displayIndex));
  const lead = (times[depth] ?? 0) - (times[0] ?? 0);
  return times.map((time, index) => (index < depth ? time - lead : (times[index - depth] ?? 0)));
}

/**
 * So many pictures of the source from a key frame on, again from its beginning where it ends; positions in the order of
 * presentation are counted anew. What is presented after the last one that is wanted is left out, so that none is missing.
 */
function takePictures(source: VideoSource, plan: StretchPlan, count: number): Picture[] {
  const { pictures } = source;
  const keyFrames = pictures.flatMap((picture, index) => (picture.isIdr ? [index] : []));
  const first = (keyFrames[plan.fromKeyFrame ?? 0] ?? 0) + (plan.skippedPictures ?? 0);
  const taken: Picture[] = [];
  for (let at = first; taken.length < count + 16; at++) {
    const picture = pictures[at % pictures.length];
    if (picture === undefined) break;
    taken.push({ ...picture, displayIndex: picture.displayIndex + Math.floor(at / pictures.length) * pictures.length });
  }
  const order = taken.map(({ displayIndex }) => displayIndex).sort((one, other) => one - other);
  return taken
    .map((picture) => ({ ...picture, displayIndex: order.indexOf(picture.displayIndex) }))
    .filter(({ displayIndex }) => displayIndex < count);
}

function timeFrames(plan: StretchPlan, startTicks: number, source: AudioSource): TimedFrame[] {
  const ticksOf = plan.frameTicks ?? ((index) => Math.round((index * 1024 * TICKS_PER_SECOND) / source.sampleRateHz));
  const count = countFor(plan.audioSeconds ?? plan.seconds ?? DEFAULT_SECONDS, ticksOf);
  const start = startTicks + Math.round((plan.audioLateSeconds ?? 0) * TICKS_PER_SECOND);
  const first = Math.round(((plan.fromKeyFrame ?? 0) * source.sampleRateHz) / 2048);
  return Array.from({ length: count }, (_, index) => {
    const frame = source.frames[(first + index) % source.frames.length] ?? Buffer.alloc(0);
    return { pts: start + ticksOf(index), adts: plan.editFrame?.(frame, index) ?? frame };
  });
}
