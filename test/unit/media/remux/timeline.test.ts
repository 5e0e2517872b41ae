import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { JUMP, KEY_FRAME, TIME_STATED } from '../../../../media/remux/frame-queue.ts';
import { newPace } from '../../../../media/remux/pace.ts';
import type { PlacedFrames } from '../../../../media/remux/placement.ts';
import { newTimelineState, Timeline } from '../../../../media/remux/timeline.ts';
import { makeSegment } from './assembled.ts';

const SECOND = 90_000;
const FRAME = 1920;

/** Writes down what is placed, in order. */
class Placed implements PlacedFrames {
  readonly events: string[] = [];

  addPicture(_: number, position: number, decodeTime: number): void {
    this.events.push(`picture ${position} at ${decodeTime}`);
  }

  addAudioFrame(_: number, position: number): void {
    this.events.push(`sound ${position}`);
  }

  addSilence(frames: number): void {
    this.events.push(`silence ${frames}`);
  }
}

function makeTimeline() {
  const placed = new Placed();
  const log = new FindingLog([makeSegment(), makeSegment({}, 1)], false);
  const timeline = new Timeline(newTimelineState(), { ...newPace(), frameTicks: FRAME }, placed, log);
  timeline.isVideoExpected = true;
  timeline.isAudioExpected = true;
  const picture = (time: number, flags = 0, segment = 0) =>
    timeline.video.push(time, time, 1, time, flags | KEY_FRAME, segment);
  const sound = (time: number, flags = 0, segment = 0) =>
    timeline.audio.push(time, time, 1, time, flags | TIME_STATED, segment);
  return { timeline, events: placed.events, picture, sound, log };
}

test('nothing is placed before both tracks have begun', () => {
  const { timeline, events, picture, sound } = makeTimeline();
  for (let index = 0; index < 30; index++) picture(index * 3000);
  timeline.place();
  const before = [...events];

  sound(0);
  timeline.place();

  expect(before).toEqual([]);
  expect(events).toEqual(['picture 0 at 0', 'sound 0']);
});

test('frames are placed in the order of their times', () => {
  const { timeline, events, picture, sound } = makeTimeline();
  for (const time of [0, 3000, 6000]) picture(time);
  for (const time of [0, 1920, 3840, 5760]) sound(time);

  timeline.placeAll();

  const order = [0, 0, 1920, 3000, 3840, 5760, 6000];
  expect(events.map((event) => Number(event.split(' ')[1]))).toEqual(order);
});

test.each(['video', 'audio'] as const)('%s waits for the other track for 10 s and no longer', (name) => {
  const { timeline, picture, sound } = makeTimeline();
  let most = 0;
  for (let index = 0; index < 10_000; index++) {
    if (name === 'video') picture(index * 3000);
    else sound(index * FRAME);
    timeline.place();
    most = Math.max(most, timeline[name].count);
  }

  expect(most).toBe(name === 'video' ? 301 : 469);
});

test('a track that is alone waits for nothing', () => {
  const { timeline, events, picture } = makeTimeline();
  timeline.isAudioExpected = false;
  picture(77);

  timeline.place();

  expect(events).toEqual(['picture 77 at 0']);
});

test('what waits at a jump is bounded, too, when the other track never comes', () => {
  const { timeline, picture, sound } = makeTimeline();
  picture(0);
  sound(0);
  timeline.place();
  let most = 0;
  for (let index = 0; index < 10_000; index++) {
    picture(1000 * SECOND + index * 3000, index === 0 ? JUMP : 0, 1);
    timeline.place();
    most = Math.max(most, timeline.video.count);
  }

  expect(most).toBe(301);
  expect(timeline.parts.map(({ cause, segment }) => [cause, segment])).toEqual([
    ['start', '0.ts'],
    ['jump', '1.ts'],
  ]);
});

test('when both tracks jump, what the other still has comes before the new part', () => {
  const { timeline, events, picture, sound, log } = makeTimeline();
  picture(0);
  picture(1000 * SECOND, JUMP, 1);
  for (let index = 0; index < 4; index++) sound(index * FRAME);
  sound(1000 * SECOND, JUMP, 1);

  timeline.placeAll();

  expect(events).toEqual([
    'picture 0 at 0',
    'sound 0',
    'sound 1920',
    'sound 3840',
    'sound 5760',
    'picture 90000000 at 7680',
    'sound 90000000',
  ]);
  expect(log.warnings).toMatchObject([{ reason: 'untagged-jump', segment: '1.ts', count: 1 }]);
});

test('a part without frames is none', () => {
  const { timeline, picture, sound } = makeTimeline();
  timeline.beginPart('tag');
  picture(0);
  sound(0);
  timeline.beginPart('tag');
  timeline.beginPart('loss');
  picture(5);
  sound(5);
  timeline.placeAll();

  expect(timeline.parts.map(({ cause }) => cause)).toEqual(['start', 'loss']);
});

test('of two frames of a track whose clocks unwrapped differently, the same moment is meant', () => {
  const { timeline, events, picture, sound } = makeTimeline();
  picture(2 ** 33 + 5);
  sound(5);

  timeline.placeAll();

  expect(events).toEqual(['picture 8589934597 at 0', 'sound 5']);
});
