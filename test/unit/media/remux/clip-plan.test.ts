import { expect, test } from '@jest/globals';
import { type ClipPlan, planClip } from '../../../../media/remux/clip-plan.ts';
import { makeSegment } from './assembled.ts';
import { cutSegment, picturesOf, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const CUTS = [0.25, 0.5, 0.75].map((share) => ({ video: share, audio: share }));

/** Three segments of 10 s with a key frame each 2 s, but none in the second; the clock begins at 61 s. */
const segments = [0, 1, 2].map((index) => makeSegment({ durationSeconds: 10 }, index));
const startOf = (index: number) => (61 + 10 * index) * SECOND;

function plan(fromSeconds: number, toSeconds: number, wantsVideo = true, hasVideo = true) {
  const read: number[] = [];
  async function* readSegment(index: number) {
    read.push(index);
    const pictures = picturesOf({ from: startOf(index), to: startOf(index + 1), gop: 60 }).map((picture) => {
      return index === 1 ? { ...picture, isKey: false } : picture;
    });
    const sounds = soundsOf({ from: startOf(index), to: startOf(index + 1) });
    yield* cutSegment(index, hasVideo ? { pictures, sounds } : { sounds }, CUTS);
  }
  return planClip({ fromSeconds, toSeconds }, segments, wantsVideo, readSegment).then((clip) => ({ clip, read }));
}

test.each<[string, [number, number], Partial<ClipPlan>, number[]]>([
  ['at a key frame', [4, 8], { firstIndex: 0, lastIndex: 0, startKey: startOf(0) + 4 * SECOND, fromSeconds: 4 }, [0]],
  ['between key frames', [5.9, 8], { startKey: startOf(0) + 4 * SECOND, fromSeconds: 4 }, [0]],
  ['at the beginning', [0, 8], { startKey: startOf(0), fromSeconds: 0 }, [0]],
  ['before the beginning', [-5, 8], { startKey: startOf(0), fromSeconds: 0 }, [0]],
  ['in a segment without key frames', [17, 28], { firstIndex: 0, lastIndex: 2, fromSeconds: 8 }, [1, 0]],
  ['where a segment begins', [20, 28], { firstIndex: 2, startKey: startOf(2), fromSeconds: 20 }, [2]],
  ['until the end', [4, 30], { lastIndex: 2, endTicks: Number.POSITIVE_INFINITY }, [0]],
  ['until beyond the end', [4, 99], { lastIndex: 2, endTicks: Number.POSITIVE_INFINITY }, [0]],
  ['until where a segment ends', [4, 10], { lastIndex: 0, endTicks: 10 * SECOND }, [0]],
  ['until the middle of a segment', [4, 15], { lastIndex: 1, endTicks: 5 * SECOND }, [0]],
])('a clip %s', async (_, [from, to], expected, segmentsRead) => {
  const { clip, read } = await plan(from, to);

  expect(clip).toMatchObject(expected);
  expect(read).toEqual(segmentsRead);
});

test('a clip of audio alone begins where it is wished to, and nothing is read beforehand', async () => {
  const { clip, read } = await plan(14.5, 18, false);

  expect(clip).toEqual({
    firstIndex: 1,
    lastIndex: 1,
    startKey: undefined,
    startTicks: 4.5 * SECOND,
    endTicks: 8 * SECOND,
    fromSeconds: 14.5,
  });
  expect(read).toEqual([]);
});

test('so does one of a recording without video', async () => {
  const { clip } = await plan(14.5, 18, true, false);

  expect(clip).toMatchObject({ firstIndex: 1, startKey: undefined, startTicks: 4.5 * SECOND });
});

test.each([
  ['beyond the end', 30, 40],
  ['that ends before it begins', 8, 4],
  ['of no length', 4, 4],
])('a clip %s has nothing to carry', async (_, from, to) => {
  await expect(plan(from, to)).rejects.toMatchObject({
    name: 'StreamNotCarriableError',
    reason: 'nothing-to-carry',
    message: expect.stringContaining('30.000 s'),
  });
});
