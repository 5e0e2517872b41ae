import { expect, test } from '@jest/globals';
import type { ClipPlan } from '../../../../media/remux/clip-plan.ts';
import { assemble, makeSegment } from './assembled.ts';
import { cutSegment, picturesOf, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const segments = [0, 1, 2].map((index) => makeSegment({ durationSeconds: 4 }, index));
/** A batch for each picture, so that each has to be decided on before the next is known. */
const CUTS = Array.from({ length: 119 }, (_, index) => ({ video: (index + 1) / 120, audio: (index + 1) / 120 }));

const clipOf = (overrides: Partial<ClipPlan> = {}): ClipPlan => ({
  firstIndex: 0,
  lastIndex: 2,
  startKey: 0,
  startTicks: undefined,
  endTicks: Number.POSITIVE_INFINITY,
  fromSeconds: 0,
  ...overrides,
});

/** Three segments of 4 s, ids counting on. */
function assembleClip(clip: ClipPlan, bFrames = 0, tracks: 'all' | 'audio' = 'all') {
  const pictures = picturesOf({ from: 0, to: 12 * SECOND, bFrames });
  const sounds = soundsOf({ from: 0, to: 12 * SECOND, perPacket: 1 });
  const batches = [0, 1, 2].flatMap((index) => {
    const plan = {
      pictures: tracks === 'all' ? pictures.slice(index * 120, index * 120 + 120) : [],
      sounds: sounds.filter(({ pts = 0 }) => Math.floor(pts / (4 * SECOND)) === index),
      hasVideo: true,
    };
    return index < clip.firstIndex || index > clip.lastIndex ? [] : cutSegment(index, plan, CUTS);
  });
  const assembled = assemble(segments, batches, { clip, tracks });
  const shown = assembled.pictures.map(({ id }) => pictures[id]?.pts ?? -1).sort((one, other) => one - other);
  const heard = assembled.sounds.map(({ id }) => (id === 'silence' ? -1 : id * 1920));
  return { ...assembled, shown, heard };
}

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);

test.each([0, 2, 3])('a clip holds what begins in it and nothing else, with %d B-frames', (bFrames) => {
  const clip = clipOf({ startKey: 2 * SECOND, fromSeconds: 2, lastIndex: 1, endTicks: 2.55 * SECOND });

  const { shown, heard, report, pictures } = assembleClip(clip, bFrames);

  // In the order of decoding none is left out that a later one may need.
  const [{ id: firstId } = { id: -1 }] = pictures;
  expect(pictures.map(({ id }) => id)).toEqual(range(firstId, firstId + pictures.length, 1));
  // A picture beyond the end may stay, since those before it are made from it.
  expect(shown.filter((time) => time < 6.55 * SECOND)).toEqual(range(2 * SECOND, 6.55 * SECOND, 3000));
  expect(shown.filter((time) => time >= 6.55 * SECOND).length).toBeLessThanOrEqual(bFrames === 0 ? 0 : 1);
  // 94 × 1920 is the first frame that begins at most half a frame before 2 s.
  expect(heard).toEqual(range(94 * 1920, 6.55 * SECOND, 1920));
  expect(report.trimmed).toEqual({ videoFrames: 0, audioFrames: 0, durationMs: 0 });
  expect(report.losses).toEqual([]);
  expect(report.clip?.fromSeconds).toBe(2);
  expect(report.clip?.toSeconds).toBeCloseTo(6.55, 1);
});

test('a clip begins at 0 with its key frame', () => {
  const { pictures, sounds } = assembleClip(clipOf({ startKey: 5 * SECOND, firstIndex: 1, fromSeconds: 5 }));

  expect(pictures[0]).toMatchObject({ shownAt: 0, isKey: true });
  expect(sounds[0]?.heardAt).toBe(0);
});

test('a clip until the end of the recording holds its end', () => {
  const { shown, report } = assembleClip(clipOf({ startKey: 10 * SECOND, firstIndex: 2, fromSeconds: 10 }));

  expect(shown).toEqual(range(10 * SECOND, 12 * SECOND, 3000));
  expect(report.clip).toEqual({ fromSeconds: 10, toSeconds: 12 });
  expect(report.segments).toEqual({ total: 3, read: 1 });
});

test('a clip of audio alone is cut to the frame', () => {
  const clip = clipOf({
    startKey: undefined,
    startTicks: 2 * SECOND,
    fromSeconds: 2,
    lastIndex: 0,
    endTicks: 3 * SECOND,
  });

  const { heard, pictures } = assembleClip(clip, 0, 'audio');

  expect(heard).toEqual(range(94 * 1920, 3 * SECOND, 1920));
  expect(pictures).toEqual([]);
});

test('nothing of what lies outside is written', () => {
  const clip = clipOf({ startKey: 2 * SECOND, lastIndex: 0, endTicks: 3 * SECOND });

  const { media } = assembleClip(clip);

  const idOf = (mark: string, id: number) => Buffer.concat([Buffer.from(mark), Buffer.from([0, 0, 0, id])]);
  expect([media.indexOf(idOf('V', 59)), media.indexOf(idOf('V', 90))]).toEqual([-1, -1]);
  expect([media.indexOf(idOf('V', 60)), media.indexOf(idOf('V', 89))]).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
  expect(media.indexOf(idOf('V', 60))).toBeGreaterThanOrEqual(0);
});
