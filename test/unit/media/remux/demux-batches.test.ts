import { expect, test } from '@jest/globals';
import { demuxInOrder } from '../../../../media/remux/demux-in-order.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import { SegmentDamagedError } from '../../../../media/remux/segment-damaged-error.ts';
import { expectedSample, makeFrames, makeSounds, nalUnit, segmentBytes } from '../../../media/ts-builder.ts';
import { collect, demuxAll, requestFor } from './demux-all.ts';

const BATCH_BYTES = 2 * 1024 * 1024;

test('hands a batch on when there are two mebibytes of video', async () => {
  const frames = makeFrames(25, { sizeBytes: 300_000 });

  const { batches, samples } = await demuxAll(segmentBytes({ frames }));

  expect(samples).toHaveLength(25);
  expect(batches.length).toBe(4);
  for (const { videoBytes } of batches.slice(0, -1)) {
    expect(videoBytes).toBeGreaterThanOrEqual(BATCH_BYTES);
    expect(videoBytes).toBeLessThan(BATCH_BYTES + 300_400);
  }
});

test('hands a batch on after about two seconds of video, and after about two seconds of sound alone', async () => {
  const video = await demuxAll(segmentBytes({ frames: makeFrames(180), sounds: makeSounds(120) }));
  const sound = await demuxAll(segmentBytes({ sounds: makeSounds(120) }));

  expect(video.batches.length).toBe(3);
  expect(sound.batches.length).toBe(3);
});

test('hands a batch on when there is more sound than room for it', async () => {
  const sounds = Array.from({ length: 50 }, () => ({ payload: nalUnit(0, 60_000), pts: 9 }));

  const { batches, sounds: found } = await demuxAll(segmentBytes({ frames: makeFrames(3), sounds }));

  expect(found.map(({ bytes }) => bytes.equals(sounds[0]!.payload))).toEqual(sounds.map(() => true));
  expect(batches.length).toBe(3);
});

test('hands a batch on when there are more PES packets than its tables hold', async () => {
  const frames = makeFrames(2500, { sizeBytes: 20 }).map((frame) => ({ ...frame, pts: 7, dts: 7 }));
  const sounds = Array.from({ length: 2500 }, () => ({ payload: nalUnit(0, 9), pts: 9 }));

  const demuxed = await demuxAll([
    segmentBytes({ frames }),
    segmentBytes({ sounds }),
    segmentBytes({ frames, sounds }),
  ]);

  expect(demuxed.samples).toHaveLength(5000);
  expect(demuxed.sounds).toHaveLength(5000);
});

test('takes frames of many mebibytes, and two batches are good at a time', async () => {
  const frames = makeFrames(4, { sizeBytes: 5_000_000 });
  const segments = [segmentBytes({ frames }), segmentBytes({ frames: makeFrames(2) })];
  const copies: Buffer[] = [];
  let before: DemuxedBatch | undefined;

  for await (const batch of demuxInOrder(requestFor(segments))) {
    // One batch later it has to be as it was.
    if (before !== undefined) copies.push(Buffer.from(before.video.bytes));
    before = batch;
  }
  copies.push(Buffer.from(before!.video.bytes));

  const expected = Buffer.concat([...frames, ...makeFrames(2)].map(expectedSample));
  expect(Buffer.concat(copies).equals(expected)).toBe(true);
});

test('marks the last batch of each segment, and gives them in the order asked for', async () => {
  const segments = [makeFrames(80), makeFrames(5), makeFrames(140)].map((frames) => segmentBytes({ frames }));

  const { batches } = await collect(demuxInOrder({ ...requestFor(segments), indices: [2, 0, 1, 2] }));

  const ends = batches.filter(({ isSegmentEnd }) => isSegmentEnd);
  expect(ends.map(({ segmentIndex }) => segmentIndex)).toEqual([2, 0, 1, 2]);
  expect(batches.map(({ segmentIndex }) => segmentIndex)).toEqual([2, 2, 2, 0, 0, 1, 2, 2, 2]);
});

test('gives nothing when no segment is asked for', async () => {
  const { batches } = await collect(demuxInOrder({ ...requestFor([]), indices: [] }));

  expect(batches).toEqual([]);
});

const missing = () =>
  Promise.reject(new SegmentDamagedError('segment-missing', { segment: '1.ts' }, 'expected a file, found none'));

test('throws when a segment cannot be opened, behind the batches of those before', async () => {
  const request = requestFor([segmentBytes({ frames: makeFrames(3) }), Buffer.alloc(0)]);
  const openSegment: typeof request.openSegment = (index, signal) =>
    index === 1 ? missing() : request.openSegment(index, signal);
  const batches = demuxInOrder({ ...request, openSegment });

  expect((await batches.next()).value).toMatchObject({ segmentIndex: 0, isSegmentEnd: true });
  await expect(batches.next()).rejects.toMatchObject({ reason: 'segment-missing' });
});

test('lists a segment that cannot be opened as lost where losses are tolerated, and goes on', async () => {
  const segment = segmentBytes({ frames: makeFrames(3) });
  const request = requestFor([segment, segment, segment], { isTolerant: true });
  const openSegment: typeof request.openSegment = (index, signal) =>
    index === 1 ? missing() : request.openSegment(index, signal);

  const { losses, samples, batches } = await collect(demuxInOrder({ ...request, openSegment }));

  expect(losses).toMatchObject([{ reason: 'segment-missing', finding: 'expected a file, found none' }]);
  expect(samples).toHaveLength(6);
  expect(batches.map(({ segmentIndex }) => segmentIndex)).toEqual([0, 1, 2]);
});
