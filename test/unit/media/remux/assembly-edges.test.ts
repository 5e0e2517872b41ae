import { expect, test } from '@jest/globals';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import { assemble, makeSegment } from './assembled.ts';
import { cutSegment, picturesOf, type SegmentPlan, segmentBatch, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;

const whole = (from: number, to: number): SegmentPlan => ({
  pictures: picturesOf({ from: from * SECOND, to: to * SECOND }),
  sounds: soundsOf({ from: from * SECOND, to: to * SECOND }),
});

/** A recording of one segment that lasts as long as it declares. */
function assembleOne(plan: SegmentPlan, durationSeconds: number, isTolerant = false) {
  return assemble([makeSegment({ durationSeconds })], [segmentBatch(0, plan)], { isTolerant });
}

test('audio that begins before the picture by less than a second is trimmed to it', () => {
  const plan = { ...whole(0, 4), pictures: picturesOf({ from: SECOND / 2, to: 4 * SECOND }) };

  const { pictures, sounds, report, video } = assembleOne(plan, 4);

  expect([pictures[0]?.shownAt, sounds[0]]).toEqual([0, { id: 23, heardAt: 0 }]);
  expect(report.trimmed).toEqual({ videoFrames: 0, audioFrames: 23, durationMs: 500 });
  expect(video?.startDelayTicks).toBe(0);
  expect(report.warnings).toEqual([]);
});

test.each([
  ['a tag before the first segment', [makeSegment({ durationSeconds: 4, isDiscontinuity: true })], 0],
  ['a first segment that is lost', [makeSegment(), makeSegment({ durationSeconds: 4 }, 1)], 1],
])('it is trimmed after %s as well', (_, segments, index) => {
  const plan = { ...whole(0, 4), pictures: picturesOf({ from: SECOND / 2, to: 4 * SECOND }) };
  const batches = [...(index === 1 ? [lostBatch(0)] : []), segmentBatch(index, plan)];

  const { report } = assemble(segments, batches, { isTolerant: true });

  expect(report.trimmed.audioFrames).toBe(23);
  expect(report.parts).toMatchObject([{ cause: 'start' }]);
});

test('a picture that begins a second or more after the audio is late by an edit, and nothing is trimmed', () => {
  const plan = { ...whole(0, 4), pictures: picturesOf({ from: 1.5 * SECOND, to: 4 * SECOND }) };

  const { pictures, sounds, report, video } = assembleOne(plan, 4);

  expect([pictures[0]?.shownAt, sounds[0]]).toEqual([1.5 * SECOND, { id: 0, heardAt: 0 }]);
  expect(report.trimmed.audioFrames).toBe(0);
  expect(video?.startDelayTicks).toBe(1.5 * SECOND);
  expect(report.warnings).toMatchObject([{ reason: 'track-late', message: expect.stringContaining('1500 ms') }]);
});

test('audio that begins after the picture has silence in front', () => {
  const plan = { ...whole(0, 4), sounds: soundsOf({ from: 1.5 * SECOND, to: 4 * SECOND }) };

  const { sounds, report } = assembleOne(plan, 4);

  expect(sounds.findIndex(({ id }) => id === 0)).toBe(70);
  expect(report.audio).toMatchObject({ frames: 118, silentFramesInserted: 70 });
  expect(report.warnings).toMatchObject([{ reason: 'track-late' }]);
});

test('pictures before the first key frame are trimmed, and the audio with them', () => {
  const pictures = picturesOf({ from: 0, to: 4 * SECOND }).map((picture, index) => ({
    ...picture,
    isKey: index === 12,
  }));

  const { pictures: shown, sounds, report } = assembleOne({ ...whole(0, 4), pictures }, 4);

  expect(shown[0]).toMatchObject({ id: 12, shownAt: 0, isKey: true });
  expect(sounds[0]).toEqual({ id: 19, heardAt: 0 });
  expect(report.trimmed).toEqual({ videoFrames: 12, audioFrames: 19, durationMs: 400 });
});

test('nothing of what is trimmed is written', () => {
  const plan = { ...whole(0, 4), pictures: picturesOf({ from: SECOND / 2, to: 4 * SECOND }) };

  const { media, pictures, sounds } = assembleOne(plan, 4);

  const carried = pictures.length * 8 + sounds.length * 6;
  expect(media.length).toBeGreaterThan(carried);
  expect(media.length).toBeLessThan(carried + 7 * (pictures.length + sounds.length));
  expect(media.indexOf(Buffer.from('4100000000', 'hex'))).toBe(-1);
});

test.each([
  [
    'video ends',
    { ...whole(0, 4), pictures: picturesOf({ from: 0, to: 2 * SECOND }) },
    'Video ends 2011 ms before audio',
  ],
  ['audio ends', { ...whole(0, 4), sounds: soundsOf({ from: 0, to: 2 * SECOND }) }, 'Audio ends 1995 ms before video'],
])('where %s early, nothing is put in its place', (_, plan, message) => {
  const { report } = assembleOne(plan, 4);

  expect(report.warnings).toMatchObject([{ reason: 'track-ends-early', message: expect.stringContaining(message) }]);
  expect(report.audio?.silentFramesInserted).toBe(0);
  expect(report.durationMs).toBe(Math.max(report.video?.durationMs ?? 0, report.audio?.durationMs ?? 0));
});

test.each([
  ['video', { sounds: soundsOf({ from: 0, to: 2 * SECOND }), hasVideo: true }],
  ['audio', { pictures: picturesOf({ from: 0, to: 2 * SECOND }), hasAudio: true }],
])('a declared track without any frame is told: %s', (name, plan) => {
  const { report } = assembleOne(plan, 2);

  expect(report.warnings).toMatchObject([{ reason: 'track-absent', message: expect.stringContaining(name) }]);
});

test('a stream that has neither track has nothing to carry', () => {
  expect(() => assembleOne({}, 2)).toThrow(
    expect.objectContaining({ name: 'StreamNotCarriableError', reason: 'nothing-to-carry' }),
  );
});

test('streams that are left out are told once each', () => {
  const ignored = [
    { pid: 258, streamType: 0x15 },
    { pid: 259, streamType: 0x0f },
  ];
  const batches = [0, 1].map((index): DemuxedBatch => {
    const batch = segmentBatch(index, whole(index * 2, index * 2 + 2));
    return { ...batch, program: { videoPid: 257, audioPid: 256, ignored } };
  });

  const { report } = assemble([makeSegment(), makeSegment({}, 1)], batches);

  expect(report.warnings.filter(({ reason }) => reason === 'stream-ignored')).toMatchObject([
    { message: expect.stringContaining('0x15'), count: 2 },
    { message: expect.stringContaining('0x0f'), count: 2 },
  ]);
});

test('an M4A takes the audio, and knows nothing of the video', () => {
  const plan = { sounds: soundsOf({ from: 3 * SECOND, to: 5 * SECOND }), hasVideo: true };

  const { report, sounds, video } = assemble([makeSegment()], [segmentBatch(0, plan)], { tracks: 'audio' });

  expect(report).toMatchObject({ format: 'm4a', video: undefined, warnings: [] });
  expect(sounds[0]).toEqual({ id: 0, heardAt: 0 });
  expect(video).toBeUndefined();
});

test('a segment that is known to be missing is refused before anything is read', () => {
  const segments = [makeSegment(), makeSegment({ isGap: true }, 1)];

  expect(() => assemble(segments, [segmentBatch(0, whole(0, 2))])).toThrow(
    expect.objectContaining({
      name: 'SegmentDamagedError',
      reason: 'segment-gap',
      place: { segment: '1.ts', seconds: 2 },
    }),
  );
});

const lostBatch = (segmentIndex: number): DemuxedBatch => ({
  ...segmentBatch(segmentIndex, { losses: [{ reason: 'segment-missing', position: 0, finding: 'not there' }] }),
  program: undefined,
});

test('tolerated, lost segments are listed with their seconds, and the next one begins a part', () => {
  const segments = [0, 1, 2, 3].map((index) =>
    makeSegment({ isGap: index === 1, durationSeconds: 2 + index / 10 }, index),
  );
  const batches = [segmentBatch(0, whole(0, 2)), lostBatch(2), segmentBatch(3, whole(6, 8.3))];

  const { report, pictures } = assemble(segments, batches, { isTolerant: true });

  expect(report.losses).toMatchObject([
    { reason: 'segment-gap', segment: '1.ts', atSeconds: 2, seconds: 2.1 },
    { reason: 'segment-missing', segment: '2.ts', atSeconds: expect.closeTo(4.1), seconds: 2.2, finding: 'not there' },
  ]);
  expect(report.parts.map(({ cause, segment }) => [cause, segment])).toEqual([
    ['start', '0.ts'],
    ['loss', '3.ts'],
  ]);
  expect(report.segments).toEqual({ total: 4, read: 2 });
  expect(pictures.find(({ id, shownAt }) => id === 0 && shownAt > 0)?.shownAt).toBe(94 * 1920);
});

test('lost segments at the end are listed as well', () => {
  const segments = [0, 1, 2].map((index) => makeSegment({ isGap: index === 2 }, index));

  const { report } = assemble(segments, [segmentBatch(0, whole(0, 2)), lostBatch(1)], { isTolerant: true });

  expect(report.losses.map(({ segment, seconds }) => [segment, seconds])).toEqual([
    ['1.ts', 2],
    ['2.ts', 2],
  ]);
});

test('after a tag, pictures before a key frame are refused', () => {
  const segments = [makeSegment(), makeSegment({ isDiscontinuity: true }, 1)];
  const second = { ...whole(50, 52), pictures: picturesOf({ from: 50 * SECOND, to: 52 * SECOND }).slice(1) };

  const assembleThem = () => assemble(segments, [segmentBatch(0, whole(0, 2)), segmentBatch(1, second)]);

  expect(assembleThem).toThrow(expect.objectContaining({ reason: 'key-frame-missing' }));
});

test('tolerated, they are lost', () => {
  const segments = [makeSegment(), makeSegment({ isDiscontinuity: true }, 1)];
  const second = {
    ...whole(50, 52),
    pictures: picturesOf({ from: 50 * SECOND, to: 52 * SECOND, firstId: 60 }).slice(1),
  };
  const batches = [segmentBatch(0, whole(0, 2)), segmentBatch(1, second)];

  const { pictures, report } = assemble(segments, batches, { isTolerant: true });

  expect(pictures.map(({ id }) => id)).toEqual([
    ...Array(60).keys(),
    ...Array.from({ length: 30 }, (_, index) => 90 + index),
  ]);
  expect(report.losses).toMatchObject([
    { reason: 'key-frame-missing', segment: '1.ts', seconds: expect.closeTo(29 / 30) },
  ]);
});

test('after a jump without a tag they are kept: they refer to pictures that are there', () => {
  const second = {
    ...whole(50, 52),
    pictures: picturesOf({ from: 50 * SECOND, to: 52 * SECOND, firstId: 60 }).slice(1),
  };

  const { pictures } = assemble(
    [makeSegment(), makeSegment({}, 1)],
    [segmentBatch(0, whole(0, 2)), segmentBatch(1, second)],
  );

  expect(pictures).toHaveLength(119);
});

test('a picture that is presented before it is decoded is refused', () => {
  const pictures = picturesOf({ from: SECOND, to: 3 * SECOND });
  pictures[7] = { id: 7, pts: SECOND, dts: SECOND + 21_000 };

  expect(() => assembleOne({ pictures }, 2)).toThrow(
    expect.objectContaining({
      name: 'SegmentDamagedError',
      reason: 'timestamps-disagree',
      place: { segment: '0.ts', position: 7 * 1880, seconds: 0 },
    }),
  );
});

test('audio without any time is refused', () => {
  const sounds = soundsOf({ from: 0, to: 2 * SECOND }).map(({ ids }) => ({ ids }));

  expect(() => assembleOne({ sounds }, 2)).toThrow(expect.objectContaining({ reason: 'timestamp-missing' }));
});

test('audio frames before the first time are lost when that is tolerated', () => {
  const [first, ...rest] = soundsOf({ from: 0, to: 2 * SECOND });
  const sounds = [{ ids: first?.ids ?? [] }, ...rest];

  const { sounds: heard, report } = assembleOne({ sounds }, 2, true);

  expect(heard[0]).toEqual({ id: 6, heardAt: 0 });
  expect(report.losses).toMatchObject([{ reason: 'timestamp-missing' }]);
});

test('pictures without parameter sets are refused', () => {
  const [batch] = cutSegment(0, { pictures: picturesOf({ from: 0, to: 2 * SECOND }) }, []);

  expect(() => assemble([makeSegment()], [{ ...batch!, parameterSets: [] }])).toThrow(
    expect.objectContaining({ reason: 'video-damaged', message: expect.stringContaining('parameter sets') }),
  );
});

test('progress and the head are estimated by the playlist', async () => {
  const { Assembly } = await import('../../../../media/remux/assembly.ts');
  const segments = Array.from({ length: 100 }, (_, index) => makeSegment({}, index));
  const assembly = new Assembly(segments, { tracks: 'all', isTolerant: false });
  const estimates: number[] = [];
  const progress = [assembly.progress];

  for (let index = 0; index < 100; index++) {
    assembly.accept(segmentBatch(index, whole(index * 2, index * 2 + 2)));
    estimates.push(assembly.estimatedHeadBytes);
    progress.push(assembly.progress);
  }

  expect(progress[0]).toBe(0);
  expect(progress[50]).toBeCloseTo(0.5);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual([...progress].sort((one, other) => one - other));
  expect((estimates[1] ?? 0) / (estimates.at(-1) ?? 1)).toBeGreaterThan(0.9);
});
