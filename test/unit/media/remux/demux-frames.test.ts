import { expect, test } from '@jest/globals';
import { userDataUnit } from '../../../../scripts/media-matrix/nal-units.ts';
import {
  delimiter,
  expectedSample,
  laterSlice,
  makeFrames,
  makeSounds,
  nalUnit,
  pps,
  segmentBytes,
  sps,
} from '../../../media/ts-builder.ts';
import { demuxAll, hexOf } from './demux-all.ts';

const IDR = nalUnit(5, 900, 7);
const time = { pts: 93_000, dts: 90_000 };

test('gives every access unit as a sample, with its times, whether it is a key frame, and where it came from', async () => {
  const frames = makeFrames(70);
  const sounds = makeSounds(40);

  const demuxed = await demuxAll(segmentBytes({ frames, sounds }));

  expect(hexOf(demuxed.samples)).toEqual(hexOf(frames.map(expectedSample)));
  expect(demuxed.times).toEqual(frames.map(({ pts, dts }) => [pts, dts]));
  expect(demuxed.keyFrames).toEqual(frames.map((_, index) => index % 30 === 0));
  expect(demuxed.positions[0]).toBe(2 * 188);
  expect(demuxed.positions.every((position) => position % 188 === 0)).toBe(true);
});

test('gives the audio stream as it is, and where its PES packets begin', async () => {
  const sounds = makeSounds(40);

  const demuxed = await demuxAll(segmentBytes({ frames: makeFrames(70), sounds }));

  expect(demuxed.sounds.map(({ pts }) => pts)).toEqual(sounds.map(({ pts }) => pts));
  expect(hexOf(demuxed.sounds.map(({ bytes }) => bytes))).toEqual(hexOf(sounds.map(({ payload }) => payload)));
  expect(demuxed.sounds.map(({ declaredBytes }) => declaredBytes)).toEqual(sounds.map(({ payload }) => payload.length));
  expect(demuxed.soundBefore).toHaveLength(0);
});

test('tells the streams of the program with the first batch only', async () => {
  const id3 = { streamType: 0x15, pid: 0x102 };
  const second = { streamType: 0x0f, pid: 0x103 };
  const video = { streamType: 0x1b, pid: 0x101 };
  const audio = { streamType: 0x0f, pid: 0x100 };

  const { programs } = await demuxAll(segmentBytes({ frames: makeFrames(70), streams: [id3, audio, video, second] }));

  expect(programs).toEqual([{ videoPid: 0x101, audioPid: 0x100, ignored: [id3, second] }]);
});

test('leaves out what a sample does not hold, and nothing else', async () => {
  const sei = userDataUnit(40);
  const units = [
    delimiter,
    sps,
    nalUnit(13, 9),
    pps,
    sei,
    IDR,
    laterSlice(5, 333),
    nalUnit(19, 30),
    nalUnit(12, 400),
    nalUnit(10, 1),
    nalUnit(11, 1),
  ];

  const { samples } = await demuxAll(segmentBytes({ frames: [{ units, ...time }] }));

  expect(hexOf(samples)).toEqual(hexOf([expectedSample({ units: [sei, IDR, laterSlice(5, 333), nalUnit(19, 30)] })]));
});

test.each(['three', 'four', 'mixed'] as const)(
  'puts lengths in place of start codes of %s bytes',
  async (startCodes) => {
    const many = Array.from({ length: 20 }, (_, index) => laterSlice(1, 1 + 97 * index, index));
    const frames = [
      { units: [delimiter, sps, pps, userDataUnit(10), IDR], pts: 90_000, startCodes },
      { units: [delimiter, nalUnit(1, 50), ...many, nalUnit(12, 5)], pts: 93_000, startCodes },
      { units: [nalUnit(12, 700), nalUnit(1, 50), nalUnit(12, 30), ...many], pts: 96_000, startCodes },
      { units: [nalUnit(1, 1)], pts: 99_000, startCodes },
    ];

    const { samples } = await demuxAll(segmentBytes({ frames }));

    expect(hexOf(samples)).toEqual(hexOf(frames.map(expectedSample)));
  },
);

test('takes an access unit whose first slice begins in a later packet', async () => {
  const units = [delimiter, sps, pps, userDataUnit(5000), IDR];

  const { samples, keyFrames } = await demuxAll(segmentBytes({ frames: [{ units, ...time }] }));

  expect(hexOf(samples)).toEqual(hexOf([expectedSample({ units })]));
  expect(keyFrames).toEqual([true]);
});

test('takes an access unit wherever packets cut it', async () => {
  const frames = Array.from({ length: 400 }, (_, index) => ({
    units: [
      delimiter,
      userDataUnit(index),
      nalUnit(1, 3 + (index % 11), index),
      laterSlice(1, 1 + (index % 13), index),
    ],
    pts: 90_000 + index * 3000,
  }));

  const { samples } = await demuxAll(segmentBytes({ frames }));

  expect(hexOf(samples)).toEqual(hexOf(frames.map(expectedSample)));
});

test('takes zeros before the first start code and behind the last NAL unit for no part of either', async () => {
  const payload = Buffer.concat([Buffer.alloc(5), Buffer.from([0, 0, 1]), IDR, Buffer.alloc(300)]);

  const { samples } = await demuxAll(segmentBytes({ frames: [{ units: [], payload, ...time }] }));

  expect(hexOf(samples)).toEqual(hexOf([expectedSample({ units: [IDR] })]));
});

test('goes on with a frame in PES packets without a timestamp that begin no picture', async () => {
  const slice = nalUnit(5, 5000);
  const code = Buffer.from([0, 0, 1]);
  const frames = [
    { units: [], payload: Buffer.concat([code, slice.subarray(0, 1900)]), ...time },
    { units: [], payload: slice.subarray(1900, 3000), declaresLength: true },
    { units: [], payload: slice.subarray(3000) },
    { units: [laterSlice(5, 200)] },
    { units: [nalUnit(1, 700)], pts: 96_000 },
  ];

  const { samples } = await demuxAll(segmentBytes({ frames }));

  expect(hexOf(samples)).toEqual(
    hexOf([expectedSample({ units: [slice, laterSlice(5, 200)] }), expectedSample({ units: [nalUnit(1, 700)] })]),
  );
});

test('makes no sample of parameter sets that come in a PES packet of their own', async () => {
  const frames = [{ units: [delimiter, sps, pps], pts: 90_000 }, ...makeFrames(2)];

  const { samples, parameterSets } = await demuxAll(segmentBytes({ frames }));

  expect(samples).toHaveLength(2);
  expect(parameterSets).toHaveLength(2);
});

test('tells each distinct parameter set once, in order', async () => {
  const otherPps = Buffer.from('68ce3c81', 'hex');
  const key = (units: Buffer[], index: number) => ({
    units: [...units, nalUnit(5, 500, index)],
    pts: 90_000 + index * 9000,
  });
  const frames = [[sps, pps], [sps, pps, otherPps], [otherPps, pps], [sps]].map(key);

  const { parameterSets } = await demuxAll(segmentBytes({ frames }));

  expect(parameterSets).toEqual([
    { kind: 'sps', hex: sps.toString('hex') },
    { kind: 'pps', hex: pps.toString('hex') },
    { kind: 'pps', hex: otherPps.toString('hex') },
  ]);
});

test('takes the presentation time for the decode time where there is no other', async () => {
  const { times } = await demuxAll(segmentBytes({ frames: [{ units: [IDR], pts: 2 ** 33 - 1 }] }));

  expect(times).toEqual([[2 ** 33 - 1, 2 ** 33 - 1]]);
});

test('says that an audio packet has no time, and gives the bytes before the first packet', async () => {
  const sounds = [{ payload: nalUnit(0, 1000) }, { payload: nalUnit(0, 500), pts: 7 }];
  const whole = segmentBytes({ sounds });
  // The first audio packet, which begins the PES packet, is left out: what follows goes on with one of the segment before.
  const headless = Buffer.concat([whole.subarray(0, 2 * 188), whole.subarray(3 * 188)]);

  expect((await demuxAll(whole)).sounds.map(({ pts }) => pts)).toEqual([Number.NaN, 7]);
  expect((await demuxAll(headless)).soundBefore.equals(sounds[0]!.payload.subarray(-(1000 - 175)))).toBe(true);
});

test('looks at no video when it is not wanted', async () => {
  const frames = [{ units: [], payload: Buffer.from('not H.264') }, ...makeFrames(10)];

  const demuxed = await demuxAll(segmentBytes({ frames, sounds: makeSounds(9) }), { wantsVideo: false });

  expect(demuxed.samples).toEqual([]);
  expect(demuxed.sounds).toHaveLength(9);
  expect(demuxed.programs[0]?.videoPid).toBe(0x101);
});
