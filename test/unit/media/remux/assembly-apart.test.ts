import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { JUMP, KEY_FRAME, TIME_STATED } from '../../../../media/remux/frame-queue.ts';
import { newPace } from '../../../../media/remux/pace.ts';
import { newTimelineState, Timeline } from '../../../../media/remux/timeline.ts';
import { assemble, makeSegment } from './assembled.ts';
import { type SegmentPlan, segmentBatch } from './batch-builder.ts';

const FRAME = 3000;
const SOUND = 1920;
const START = 900_000;

/** Two seconds of both tracks, of which each may have a clock of its own. */
const segment = (apart: { readonly video?: number; readonly audio?: number } = {}, first = 0): SegmentPlan => ({
  pictures: Array.from({ length: 60 }, (_, index) => ({
    id: first + index,
    pts: START + (first + index) * FRAME + (apart.video ?? 0),
    isKey: index === 0,
  })),
  sounds: Array.from({ length: 94 }, (_, index) => ({
    ids: [first + index],
    pts: START + first * FRAME + index * SOUND + (apart.audio ?? 0),
  })),
});

const assembleOne = (plan: SegmentPlan, isTolerant = false) =>
  assemble([makeSegment()], [segmentBatch(0, plan)], { isTolerant });

test.each([
  ['sound ten minutes after the picture', { audio: 54_000_000 }],
  ['sound thirteen hours after the picture', { audio: 2 ** 32 - 90_000 }],
  ['a picture ten minutes after the sound', { video: 54_000_000 }],
])('makes no silence of a wrong clock: %s', (_, apart) => {
  for (const isTolerant of [false, true]) {
    expect(() => assembleOne(segment(apart), isTolerant)).toThrow(
      expect.objectContaining({ name: 'StreamNotCarriableError', reason: 'track-clocks-disagree' }),
    );
  }
});

test('a track may begin half a minute late', () => {
  expect(assembleOne(segment({ audio: 30 * 90_000 })).report.audio?.silentFramesInserted).toBe(1406);
});

test('a sound whose clock is hours off is refused also where it comes after much of the picture', () => {
  const segments = Array.from({ length: 9 }, (_, index) => makeSegment({}, index));
  const plans = segments.map((_, index) => segment(index < 8 ? {} : { audio: 3 * 3600 * 90_000 }, index * 60));
  const batches = plans.map((plan, index) =>
    segmentBatch(index, index < 8 ? { ...plan, sounds: [], hasAudio: true } : plan),
  );

  expect(() => assemble(segments, batches)).toThrow(expect.objectContaining({ reason: 'track-clocks-disagree' }));
});

test('a picture that stands for longer than 31 bits of ticks is refused by name', () => {
  const out = { addPicture: () => undefined, addAudioFrame: () => undefined, addSilence: () => undefined };
  const log = new FindingLog([makeSegment()], false);
  const timeline = new Timeline(newTimelineState(), { ...newPace(), frameTicks: SOUND }, out, log);
  const hours = 7 * 3600 * 90_000;

  for (const time of [0, FRAME]) timeline.video.push(time, time, 1, time, KEY_FRAME, 0);
  timeline.video.push(hours, hours, 1, hours, KEY_FRAME | JUMP, 0);
  for (let time = 0; time <= hours; time += 90_000) timeline.audio.push(time, time, 1, time, TIME_STATED, 0);

  expect(() => timeline.placeAll()).toThrow(
    expect.objectContaining({ name: 'StreamNotCarriableError', reason: 'track-clocks-disagree' }),
  );
});
