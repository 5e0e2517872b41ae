import { expect, test } from '@jest/globals';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import { type Assembled, assemble, makeSegment } from './assembled.ts';
import { cutSegment, picturesOf, type SegmentPlan, segmentBatch, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const WRAP = 2 ** 33;

interface Stretch extends SegmentPlan {
  readonly isTagged?: boolean;
  readonly durationSeconds?: number;
}

/** A segment of both tracks. */
const stretch = (from: number, seconds = 2, overrides: Stretch = {}): Stretch => ({
  pictures: picturesOf({ from, to: from + seconds * SECOND }),
  sounds: soundsOf({ from, to: from + seconds * SECOND }),
  durationSeconds: seconds,
  ...overrides,
});

function assembleAll(stretches: readonly Stretch[], isTolerant = false): Assembled {
  const segments = stretches.map(({ isTagged = false, durationSeconds = 2 }, index) =>
    makeSegment({ isDiscontinuity: isTagged, durationSeconds }, index),
  );
  const batches: DemuxedBatch[] = stretches.map((plan, index) => segmentBatch(index, plan));
  return assemble(segments, batches, { isTolerant });
}

/** When the frames of each segment, of the same ids each time, are shown or heard first. */
function startsOf({ pictures, sounds }: Assembled) {
  return {
    video: pictures.filter(({ id }) => id === 0).map(({ shownAt }) => shownAt),
    audio: sounds.filter(({ id }) => id === 0).map(({ heardAt }) => heardAt),
  };
}

const causesOf = ({ report }: Assembled) => report.parts.map(({ cause }) => cause);
const warningsOf = ({ report }: Assembled) => report.warnings.map(({ reason }) => reason);

test('frames of one clock keep their distances to the tick, from 0 on', () => {
  const assembled = assembleAll([stretch(61 * SECOND)]);

  const { pictures, sounds, report } = assembled;
  expect(pictures.map(({ shownAt }) => shownAt)).toEqual(Array.from({ length: 60 }, (_, index) => index * 3000));
  expect(sounds.map(({ heardAt }) => heardAt)).toEqual(Array.from({ length: 94 }, (_, index) => index * 1920));
  expect(report).toMatchObject({
    format: 'mp4',
    durationMs: 2005,
    video: { codec: 'avc1.4D401F', width: 1280, height: 720, frames: 60, keyFrames: 2, durationMs: 2000 },
    audio: { codec: 'mp4a.40.2', sampleRateHz: 48_000, channels: 2, frames: 94, silentFramesInserted: 0 },
    parts: [{ segment: '0.ts', startMs: 0, cause: 'start' }],
    trimmed: { videoFrames: 0, audioFrames: 0, durationMs: 0 },
    segments: { total: 1, read: 1 },
    losses: [],
    warnings: [],
  });
});

// Each stretch of 2 s has 94 audio frames, which end 480 ticks after its pictures: 94 × 1920.
test.each<[string, Stretch[], number, string[]]>([
  ['goes on', [stretch(0), stretch(2 * SECOND + 480)], 2 * SECOND + 480, ['start']],
  ['wraps', [stretch(WRAP - 2 * SECOND), stretch(0)], 2 * SECOND, ['start']],
  ['is set back at a tag', [stretch(61 * SECOND), stretch(0, 2, { isTagged: true })], 94 * 1920, ['start', 'tag']],
  ['is set forward at a tag', [stretch(0), stretch(999 * SECOND, 2, { isTagged: true })], 94 * 1920, ['start', 'tag']],
  ['goes on at a tag', [stretch(0), stretch(2 * SECOND, 2, { isTagged: true })], 94 * 1920, ['start', 'tag']],
  ['is set back without a tag', [stretch(61 * SECOND), stretch(0)], 94 * 1920, ['start', 'jump']],
  ['is set forward without a tag', [stretch(0), stretch(999 * SECOND)], 94 * 1920, ['start', 'jump']],
  ['is set across half the circle', [stretch(0), stretch(WRAP / 2)], 94 * 1920, ['start', 'jump']],
])('a clock that %s', (_, stretches, start, causes) => {
  const assembled = assembleAll(stretches);

  expect(startsOf(assembled)).toEqual({ video: [0, start], audio: [0, expect.closeTo(start, -3)] });
  expect(causesOf(assembled)).toEqual(causes);
  expect(warningsOf(assembled)).toEqual(causes.includes('jump') ? ['untagged-jump'] : []);
});

test('a pause of up to 10 s is real time: the picture stands, and audio is silent', () => {
  const assembled = assembleAll([stretch(0), stretch(9 * SECOND, 2, { durationSeconds: 2 })]);

  const { video, audio } = startsOf(assembled);
  expect(video).toEqual([0, 9 * SECOND]);
  expect(audio[1]).toBeCloseTo(9 * SECOND, -3);
  // 7 s less 480 ticks
  expect(assembled.report.audio).toMatchObject({ frames: 188, silentFramesInserted: 328 });
  expect(causesOf(assembled)).toEqual(['start']);
});

test('a tag before the first segment means nothing', () => {
  expect(causesOf(assembleAll([stretch(0, 2, { isTagged: true })]))).toEqual(['start']);
});

test.each([
  ['video', { video: 1, audio: 2 }, 94 * 1920],
  ['audio', { video: 2, audio: 1 }, 94 * 1920],
])('where %s ends a second early, the next part begins after the other track', (_, { video, audio }, start) => {
  const first = stretch(0, 2, {
    pictures: picturesOf({ from: 0, to: video * SECOND }),
    sounds: soundsOf({ from: 0, to: audio * SECOND }),
  });

  const assembled = assembleAll([first, stretch(0, 2, { isTagged: true })]);

  expect(startsOf(assembled)).toEqual({ video: [0, start], audio: [0, start] });
  expect(assembled.report.audio?.silentFramesInserted).toBe(audio === 1 ? 47 : 0);
  expect(assembled.report.parts[1]).toEqual({ segment: '1.ts', startMs: Math.round(start / 90), cause: 'tag' });
});

test.each([
  ['0.7 frames after the picture', 1344],
  ['0.4 s after the picture', 36_000],
  ['0.4 s before the picture', -36_000],
])('a later part whose audio begins %s is in sync to the tick', (_, late) => {
  const next = stretch(SECOND, 2, {
    sounds: soundsOf({ from: SECOND + late, to: 3 * SECOND }),
    isTagged: true,
  });

  const { video, audio } = startsOf(assembleAll([stretch(0), next]));

  expect((audio[1] ?? 0) - (video[1] ?? 0)).toBe(late);
  expect((audio[1] ?? 1) % 1920).toBe(0);
  expect(Math.min(video[1] ?? 0, audio[1] ?? 0)).toBeGreaterThanOrEqual(94 * 1920);
  expect(Math.min(video[1] ?? 0, audio[1] ?? 0)).toBeLessThan(95 * 1920);
});

test('a part with more delay by B-frames begins as much later as decoding needs, and is in sync', () => {
  const pictures = picturesOf({ from: SECOND, to: 3 * SECOND }).map((picture) => ({
    ...picture,
    dts: picture.pts - 18_000,
  }));
  const next = { ...stretch(SECOND, 2, { isTagged: true }), pictures };

  const assembled = assembleAll([stretch(0), next]);

  const { video, audio } = startsOf(assembled);
  expect(video[1]).toBe(audio[1]);
  expect(video[1]).toBeGreaterThanOrEqual(59 * 3000 + 18_000);
  expect(assembled.pictures.slice(60).map(({ shownAt }) => shownAt - (video[1] ?? 0))).toEqual(
    Array.from({ length: 60 }, (_, index) => index * 3000),
  );
});

test.each([
  ['run ahead of its samples', 1.002, { silent: true, moved: false }],
  ['stay behind its samples', 0.998, { silent: false, moved: true }],
])('audio whose timestamps %s stays in sync within a frame', (_, speed, { silent, moved }) => {
  const sounds = soundsOf({ from: 0, to: (60 * SECOND) / speed }).map(({ ids, pts }) => ({
    ids,
    pts: Math.round((pts ?? 0) * speed),
  }));
  const segment = { ...stretch(0, 60), sounds };

  const assembled = assembleAll([segment]);

  const shown = new Map(assembled.pictures.map(({ id, shownAt }) => [id, shownAt]));
  const worst = assembled.sounds.map(({ id, heardAt }) => {
    if (id === 'silence') return 0;
    const sourceTime = id * 1920 * speed;
    const picture = Math.min(1799, Math.floor(sourceTime / 3000));
    return Math.abs(heardAt - sourceTime - ((shown.get(picture) ?? 0) - picture * 3000));
  });
  expect(Math.max(...worst)).toBeLessThan(1920);
  expect((assembled.report.audio?.silentFramesInserted ?? 0) > 0).toBe(silent);
  expect(warningsOf(assembled).includes('realigned')).toBe(moved);
});

test('audio that repeats 0.3 s while the pictures go on is all kept, and the picture waits for it', () => {
  const sounds = [
    ...soundsOf({ from: 0, to: SECOND }),
    ...soundsOf({ from: 0.7 * SECOND, to: 8 * SECOND, firstId: 100 }),
  ];

  const assembled = assembleAll([stretch(0, 8, { sounds })]);

  expect(assembled.sounds.filter(({ id }) => id === 'silence')).toEqual([]);
  expect(assembled.sounds).toHaveLength(sounds.flatMap(({ ids }) => ids).length);
  const shown = assembled.pictures.map(({ id, shownAt }) => shownAt - id * 3000);
  // 47 frames end at 90,240 ticks where the next should begin at 63,000.
  expect([...new Set(shown)]).toEqual([0, 27_240]);
  expect(assembled.report.warnings).toMatchObject([{ reason: 'realigned', count: 1 }]);
});

test('which pictures wait for audio that repeats does not depend on which of the two comes first', () => {
  const sounds = [
    ...soundsOf({ from: 0, to: 2 * SECOND }),
    ...soundsOf({ from: SECOND, to: 8 * SECOND, firstId: 100 }),
  ];
  const plan = stretch(0, 8, { sounds });
  const cuts = [
    [{ video: 0.9, audio: 0 }],
    [{ video: 0.1, audio: 0.9 }],
    Array.from({ length: 50 }, (_, index) => ({ video: (index + 30) / 80, audio: index / 80 })),
  ];

  const outcomes = cuts.map((ends) => assemble([makeSegment({ durationSeconds: 8 })], cutSegment(0, plan, ends)));

  const whole = assembleAll([plan]);
  for (const { pictures, sounds: heard } of outcomes) expect([pictures, heard]).toEqual([whole.pictures, whole.sounds]);
});

test('B-frames around a place where the picture waits are shown in their order', () => {
  const sounds = [
    ...soundsOf({ from: 0, to: SECOND }),
    ...soundsOf({ from: SECOND - 5000, to: 8 * SECOND, firstId: 100 }),
  ];
  const pictures = picturesOf({ from: 0, to: 8 * SECOND, bFrames: 2 });

  const assembled = assembleAll([stretch(0, 8, { sounds, pictures })]);

  const shown = new Map(assembled.pictures.map(({ id, shownAt }) => [id, shownAt]));
  const inSourceOrder = [...pictures].sort((one, other) => one.pts - other.pts).map(({ id }) => shown.get(id) ?? -1);
  const steps = inSourceOrder.slice(1).map((time, index) => time - (inSourceOrder[index] ?? 0));
  expect(new Set(steps)).toEqual(new Set([3000, 3000 + 5240]));
  expect(warningsOf(assembled)).toEqual(['realigned']);
});

test('decode times that repeat are a tick apart, and nothing is shown at another time', () => {
  const pictures = picturesOf({ from: 0, to: 2 * SECOND }).map((picture, index) =>
    index % 10 === 5 ? { ...picture, dts: picture.pts - 3000 } : picture,
  );
  const late = pictures.map(({ pts, dts, ...picture }) => ({ ...picture, pts: pts + 6000, dts: dts ?? pts }));

  const assembled = assembleAll([stretch(6000, 2, { pictures: late })]);

  expect(assembled.pictures.map(({ shownAt }) => shownAt)).toEqual(
    Array.from({ length: 60 }, (_, index) => index * 3000),
  );
  expect(assembled.report.warnings).toMatchObject([{ reason: 'timestamps-repeated', count: 6 }]);
});

test.each([
  ['video jumps', { pictures: picturesOf({ from: 1000 * SECOND, to: 1010 * SECOND }) }],
  ['audio jumps', { sounds: soundsOf({ from: 1000 * SECOND, to: 1010 * SECOND }) }],
])('where only %s, the tracks have no common clock', (_, overrides) => {
  const assembleThem = () => assembleAll([stretch(0, 10), stretch(10 * SECOND, 10, overrides)]);

  expect(assembleThem).toThrow(
    expect.objectContaining({
      name: 'StreamNotCarriableError',
      reason: 'track-clocks-disagree',
      place: expect.objectContaining({ segment: '1.ts' }),
    }),
  );
});

test.each([
  ['audio', 'sounds'],
  ['video', 'pictures'],
])('a track that pauses for longer than 10 s while the other goes on comes back in sync: %s', (_, track) => {
  const rest = { [track]: [], hasVideo: true, hasAudio: true };
  // 3.2 s are 150 audio frames.
  const stretches = [0, 1, 2, 3, 4, 5, 6, 7].map((index) =>
    stretch(index * 3.2 * SECOND, 3.2, index === 0 || index === 7 ? {} : rest),
  );

  const assembled = assembleAll(stretches);

  const { video, audio } = startsOf(assembled);
  expect([video.at(-1), audio.at(-1)]).toEqual([2_016_000, 2_016_000]);
  expect(causesOf(assembled)).toEqual(['start']);
});

test('timestamps of one track that jump without a tag begin a part where there is no other track', () => {
  const assembled = assembleAll([
    { sounds: soundsOf({ from: 0, to: 2 * SECOND }) },
    { sounds: soundsOf({ from: 500 * SECOND, to: 502 * SECOND }) },
  ]);

  expect(causesOf(assembled)).toEqual(['start', 'jump']);
  expect(startsOf(assembled).audio).toEqual([0, 94 * 1920]);
});
