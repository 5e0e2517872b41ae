import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addNoise, repeatPacket } from '../../../../scripts/media-matrix/damage.ts';
import { nullPacket } from '../../../../scripts/media-matrix/transport-packets.ts';
import { expectSame } from '../../../fixtures/expect-same.ts';
import {
  delimiter,
  expectedSample,
  type FramePlan,
  laterSlice,
  makeFrames,
  makeSounds,
  nalUnit,
  pps,
  segmentBytes,
  segmentPackets,
  sps,
} from '../../../media/ts-builder.ts';
import { demuxAll, hexOf, readable } from './demux-all.ts';

const plan = { frames: makeFrames(150, { sizeBytes: 4000 }), sounds: makeSounds(100) };
const whole = segmentBytes(plan);

test.each([1, 187, 188, 189, 377, 100_003, 385_024, 1 << 24])('gives the same with reads of %s bytes', async (size) => {
  const segment = size < 100 ? segmentBytes({ frames: makeFrames(30), sounds: makeSounds(20) }) : whole;

  const demuxed = await demuxAll([segment, segment], { readSizes: [size] });

  expectSame(readable(demuxed), readable(await demuxAll([segment, segment])));
});

test('gives the same losses with odd reads', async () => {
  const packets = repeatPacket(segmentPackets(plan), 70);
  const noisy = addNoise(Buffer.concat(packets), 200_000, 5_000).subarray(0, -1);
  const damaged = Buffer.concat([noisy.subarray(0, 400_000), noisy.subarray(400_077)]);

  const demuxed = await demuxAll(damaged, { isTolerant: true, readSizes: [1, 700, 13, 188, 5_000] });

  expectSame(readable(demuxed), readable(await demuxAll(damaged, { isTolerant: true })));
  expect(demuxed.losses.map(({ reason }) => reason)).toEqual(['sync-lost', 'sync-lost', 'packet-truncated']);
});

/** An access unit of any NAL units, however they are cut and joined, with a slice among them. */
const frameArbitrary: fc.Arbitrary<FramePlan> = fc
  .record({
    before: fc.array(fc.constantFrom(delimiter, sps, pps, nalUnit(6, 30), nalUnit(6, 400), nalUnit(12, 77))),
    first: fc.tuple(fc.constantFrom(1, 5), fc.integer({ min: 2, max: 3000 }), fc.nat()),
    rest: fc.array(fc.tuple(fc.constantFrom(1, 5, 6, 12, 19), fc.integer({ min: 2, max: 400 }), fc.nat())),
    pts: fc.integer({ min: 0, max: 2 ** 33 - 1 }),
    dts: fc.option(fc.integer({ min: 0, max: 2 ** 33 - 1 }), { nil: undefined }),
    startCodes: fc.constantFrom('three' as const, 'four' as const, 'mixed' as const),
    declaresLength: fc.boolean(),
  })
  .map(({ before, first, rest, ...times }) => ({
    units: [...before, nalUnit(...first), ...rest.map((unit) => laterSlice(...unit))],
    ...times,
  }));

const soundArbitrary = fc.record({
  payload: fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  pts: fc.option(fc.integer({ min: 0, max: 2 ** 33 - 1 }), { nil: undefined }),
});

test('gives back whatever was put into a stream, however it is cut and read', async () => {
  const property = fc.asyncProperty(
    fc.array(frameArbitrary, { minLength: 1, maxLength: 12 }),
    fc.array(soundArbitrary, { maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 }),
    fc.array(fc.nat(300), { maxLength: 5 }),
    async (frames, sounds, readSizes, nulls) => {
      const packets = segmentPackets({ frames, sounds });
      for (const at of nulls) packets.splice(at, 0, nullPacket());

      const demuxed = await demuxAll(Buffer.concat(packets), { readSizes });

      expect(hexOf(demuxed.samples)).toEqual(hexOf(frames.map(expectedSample)));
      expect(demuxed.times).toEqual(frames.map(({ pts, dts }) => [pts, dts ?? pts]));
      expect(hexOf(demuxed.sounds.map(({ bytes }) => bytes))).toEqual(hexOf(sounds.map(({ payload }) => payload)));
      expect(demuxed.losses).toEqual([]);
    },
  );

  await fc.assert(property, { numRuns: 150 });
});
