/** Media whose parts are too many: takes a second or two each. */
import { expect, test } from '@jest/globals';
import { makeFrames, makeSounds, PacketMaker, segmentBytes, segmentPackets } from '../media/ts-builder.ts';
import { demuxAll } from '../unit/media/remux/demux-all.ts';

test('program tables that come again and again, numbered on, name their streams once', async () => {
  const maker = new PacketMaker();
  const plan = { frames: makeFrames(1), sounds: makeSounds(1) };
  const tables = Array.from({ length: 26_000 }, () => segmentPackets(plan, maker).slice(0, 2)).flat();

  const { programs, losses } = await demuxAll(Buffer.concat([...segmentPackets(plan), ...tables]), {
    isTolerant: true,
  });

  expect(programs).toHaveLength(1);
  expect(losses).toEqual([]);
});

/** Access units that consist of 10 MB of NAL units of a few bytes. */
const crowded = (unit: (index: number) => readonly number[], count: number) =>
  Buffer.concat([
    Buffer.from([0, 0, 1, 0x65, 0x88, 0x11]),
    ...Array.from({ length: count }, (_, index) => Buffer.from([0, 0, 1, ...unit(index)])),
  ]);

test.each<[string, (index: number) => readonly number[], object]>([
  ['slices of two bytes', () => [0x41, 0x42], { length: 5 }],
  ['the same parameter set', () => [0x67, 0x42], { length: 5 }],
  [
    'a parameter set of its own each',
    (index) => [0x67, 1 + (index & 127), 1 + ((index >> 7) & 127), 1 + (index >> 14)],
    { length: 4 },
  ],
])('a picture of a million NAL units, %s, is carried or left out', async (_, unit, expected) => {
  const payload = crowded(unit, 1_000_000);
  const frames = [...makeFrames(2), { units: [], payload, pts: 960_000 }, ...makeFrames(2, { firstPts: 990_000 })];

  const { samples } = await demuxAll(segmentBytes({ frames }), { isTolerant: true });

  expect(samples).toMatchObject(expected);
});
