import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { FakeObject } from './fake-object.ts';
import { aacTrak, box, ftyp, largeBox, mdat, moov, type Pieces, trak, wholeMp4 } from './mp4-builder.ts';

/** Sample tables of 10 MB each, six of them: moov has 60 MB. */
const tableBytes = 10_000_000;
const udta = box('udta', [200]);
const longMovie = () => moov(trak({ tableBytes }), aacTrak({ tableBytes }), udta);
const tenGigabytes = largeBox('mdat', [10_000_000_000]);

const FILES: [string, Pieces[], number][] = [
  ['a small file, whole', [wholeMp4()], 1],
  ['a file of two hours, index first', [ftyp(), moov(trak({ tableBytes: 400_000 }), aacTrak()), tenGigabytes], 3],
  ['an index of 60 MB in front', [ftyp(), longMovie(), tenGigabytes], 4],
  ['an index of 60 MB behind', [ftyp(), tenGigabytes, longMovie()], 4],
  ['a gap behind the index', [ftyp(), longMovie(), box('free', [1_000_000]), tenGigabytes], 5],
  [
    'boxes behind the media of each track',
    [
      ftyp(),
      moov(trak({ tableBytes, extra: udta }), aacTrak({ tableBytes, extra: udta }), udta),
      largeBox('mdat', [5_000_000_000]),
      mdat(1_000_000),
    ],
    5,
  ],
];

test.each(FILES)('reads %s in few requests of at most 16 KiB', async (_, parts, requests) => {
  const object = new FakeObject(parts.flat());

  await inspectMp4(object);

  expect(object.ranges).toHaveLength(requests);
  expect(Math.max(...object.ranges.map(({ length }) => length))).toBeLessThanOrEqual(16 * 1024);
});

test('asks for the same bytes once only', async () => {
  const object = new FakeObject([...ftyp(), ...longMovie(), ...tenGigabytes]);

  await inspectMp4(object);

  expect(new Set(object.ranges.map(({ offset }) => offset)).size).toBe(object.ranges.length);
});

test('an object that gives fewer bytes than asked for was replaced meanwhile', async () => {
  const object = new FakeObject(wholeMp4());
  const readRange = async (offset: number, length: number) => (await object.readRange(offset, length)).subarray(1);

  await expect(inspectMp4({ sizeBytes: object.sizeBytes, readRange })).rejects.toMatchObject({
    name: 'Mp4DamagedError',
    reason: 'short-read',
  });
});

test('what goes wrong while reading is passed on as it is', async () => {
  const readRange = async () => {
    throw new Error('SlowDown');
  };

  await expect(inspectMp4({ sizeBytes: 100, readRange })).rejects.toThrow('SlowDown');
});
