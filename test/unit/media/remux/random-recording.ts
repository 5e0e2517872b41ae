import fc from 'fast-check';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import type { SourceSegment } from '../../../../media/remux/segment-source.ts';
import { makeSegment } from './assembled.ts';
import {
  cutSegment,
  type PicturePlan,
  picturesOf,
  type SegmentPlan,
  type SoundPlan,
  soundsOf,
} from './batch-builder.ts';

const SECOND = 90_000;
const WRAP = 2 ** 33;

/** A stretch of one clock. */
interface PartPlan {
  readonly join: 'tag' | 'jump';
  readonly startTicks: number;
  readonly videoTicks: number;
  readonly audioTicks: number;
  /** How much later than the other a track begins. */
  readonly videoLateTicks: number;
  readonly audioLateTicks: number;
  readonly pictureTicks: number;
  readonly gop: number;
  readonly bFrames: number;
  readonly perPacket: number;
  readonly jitterTicks: readonly number[];
  readonly segmentTicks: number;
}

/** A recording whose truth is known. */
export interface RandomRecording {
  /** Tells a failing case in short. */
  readonly [fc.toStringMethod]: () => string;
  readonly sampleRateHz: number;
  readonly parts: readonly TruePart[];
  readonly segments: readonly SourceSegment[];
  /** The same in batches that end anywhere, and in one batch for each segment. */
  readonly batches: readonly DemuxedBatch[];
  readonly wholeBatches: readonly DemuxedBatch[];
}

/** Frames by their ids, with their times, unwrapped. */
export interface TruePart {
  readonly join: PartPlan['join'];
  readonly pictures: readonly PicturePlan[];
  readonly sounds: readonly { readonly id: number; readonly time: number }[];
}

const partArbitrary: fc.Arbitrary<PartPlan> = fc.record({
  join: fc.constantFrom('tag', 'jump'),
  startTicks: fc.oneof(fc.integer({ min: 0, max: WRAP - 1 }), fc.integer({ min: WRAP - 4 * SECOND, max: WRAP - 1 })),
  videoTicks: fc.integer({ min: SECOND / 2, max: 5 * SECOND }),
  audioTicks: fc.integer({ min: SECOND / 2, max: 5 * SECOND }),
  videoLateTicks: fc.constantFrom(0, 0, 700, 1500, 30_000),
  audioLateTicks: fc.constantFrom(0, 0, 700, 1500, 30_000),
  pictureTicks: fc.constantFrom(1500, 3000, 3003, 3600, 3750, 9000),
  gop: fc.integer({ min: 1, max: 60 }),
  bFrames: fc.integer({ min: 0, max: 3 }),
  perPacket: fc.integer({ min: 1, max: 8 }),
  jitterTicks: fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 1, maxLength: 5 }),
  segmentTicks: fc.integer({ min: SECOND / 2, max: 4 * SECOND }),
});

/** Shares at which a segment is cut into batches, of each track by itself, so that one may come seconds before the other. */
const cutsArbitrary = fc
  .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
    maxLength: 5,
  })
  .map((pairs) => {
    const video = pairs.map(([share]) => share).sort((one, other) => one - other);
    const audio = pairs.map(([, share]) => share).sort((one, other) => one - other);
    return video.map((share, index) => ({ video: share, audio: audio[index] ?? 1 }));
  });

/** Recordings of up to five parts with clocks of their own, joined with and without tags, cut in any way. */
export const recordingArbitrary: fc.Arbitrary<RandomRecording> = fc
  .record({
    sampleRateHz: fc.constantFrom(48_000, 44_100, 24_000),
    plans: fc.array(partArbitrary, { minLength: 1, maxLength: 5 }),
    cuts: fc.array(cutsArbitrary, { minLength: 1, maxLength: 6 }),
  })
  .map(({ sampleRateHz, plans, cuts }) => makeRecording(sampleRateHz, plans, cuts));

type Cuts = Parameters<typeof cutSegment>[2];

interface Group {
  readonly pictures: PicturePlan[];
  readonly sounds: SoundPlan[];
  readonly isTagged: boolean;
}

function makeRecording(sampleRateHz: number, plans: readonly PartPlan[], cuts: readonly Cuts[]): RandomRecording {
  const parts: TruePart[] = [];
  const groups: Group[] = [];
  let end = 0;
  plans.forEach((plan, index) => {
    // Without a tag, a jump has to be one: far enough from where the clock before was, on both tracks.
    const from = plan.join === 'jump' && index > 0 ? end + WRAP / 4 + (plan.startTicks % (WRAP / 4)) : plan.startTicks;
    const pictures = makePictures(plan, from, parts.flatMap((part) => part.pictures).length);
    const sounds = makeSounds(plan, from, sampleRateHz, parts.flatMap((part) => part.sounds).length);
    parts.push({ join: plan.join, pictures, sounds: timesOf(sounds, sampleRateHz) });
    end = from + 6 * SECOND;
    const isTagged = plan.join === 'tag';
    splitAtTimes(pictures, sounds, from, plan.segmentTicks).forEach((group, at) => {
      groups.push({ ...group, isTagged: isTagged && at === 0 });
    });
  });
  const segments = groups.map(({ isTagged }, index) =>
    makeSegment({ durationSeconds: 0, isDiscontinuity: isTagged }, index),
  );
  const rateIndex = { 48000: 3, 44100: 4, 24000: 6 }[sampleRateHz];
  const planOf = ({ pictures, sounds }: Group): SegmentPlan => ({
    pictures,
    sounds,
    hasVideo: true,
    hasAudio: true,
    ...(rateIndex === undefined ? {} : { sampleRateIndex: rateIndex }),
  });
  return {
    [fc.toStringMethod]: () => JSON.stringify({ sampleRateHz, plans, cuts }),
    sampleRateHz,
    parts,
    segments,
    batches: groups.flatMap((group, index) => cutSegment(index, planOf(group), cuts[index % cuts.length] ?? [])),
    wholeBatches: groups.flatMap((group, index) => cutSegment(index, planOf(group), [])),
  };
}

function makePictures(plan: PartPlan, from: number, firstId: number): PicturePlan[] {
  const { pictureTicks: step, gop, bFrames } = plan;
  const start = from + plan.videoLateTicks;
  const pictures = picturesOf({ from: start, to: start + plan.videoTicks, step, gop, bFrames, firstId });
  // So much delay that none is shown before it is decoded.
  const delay = Math.max(0, ...pictures.map(({ pts, dts = pts }) => dts - pts));
  return pictures.map((picture) => ({ ...picture, dts: (picture.dts ?? picture.pts) - delay }));
}

function makeSounds(plan: PartPlan, from: number, rate: number, firstId: number): SoundPlan[] {
  const start = from + plan.audioLateTicks;
  const sounds = soundsOf({ from: start, to: start + plan.audioTicks, rate, perPacket: plan.perPacket, firstId });
  return sounds.map(({ ids, pts = 0 }, index) => {
    const jitter = index === 0 ? 0 : (plan.jitterTicks[index % plan.jitterTicks.length] ?? 0);
    return { ids, pts: pts + jitter };
  });
}

function timesOf(sounds: readonly SoundPlan[], rate: number): TruePart['sounds'] {
  return sounds.flatMap(({ ids, pts = 0 }) =>
    ids.map((id, index) => ({ id, time: pts + (index * 92_160_000) / rate })),
  );
}

function splitAtTimes(pictures: readonly PicturePlan[], sounds: readonly SoundPlan[], from: number, ticks: number) {
  const indexOf = (time: number) => Math.max(0, Math.floor((time - from) / ticks));
  const last = Math.max(...pictures.map(({ dts = 0 }) => indexOf(dts)), ...sounds.map(({ pts = 0 }) => indexOf(pts)));
  return Array.from({ length: last + 1 }, (_, index) => ({
    pictures: pictures.filter(({ dts = 0 }) => indexOf(dts) === index),
    sounds: sounds.filter(({ pts = 0 }) => indexOf(pts) === index),
  }));
}
