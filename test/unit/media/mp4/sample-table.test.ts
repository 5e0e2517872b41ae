import { expect, test } from '@jest/globals';
import { type Sample, SampleTable } from '../../../../media/mp4/sample-table.ts';
import { makeTable, repeat } from './movie-samples.ts';

const first: Sample = { sizeBytes: 1, position: 0, decodeTime: 100, compositionOffset: 0, isSync: true };

test.each([
  ['a size below zero', { sizeBytes: -1 }, 'the size of a sample'],
  ['a size of 4 GiB', { sizeBytes: 2 ** 32 }, 'the size of a sample'],
  ['half a byte', { sizeBytes: 0.5 }, 'the size of a sample'],
  ['a position before the media', { position: -1 }, 'the position of a sample'],
  ['a position that is not known', { position: Number.NaN }, 'the position of a sample'],
  ['a picture shown before it is decoded', { compositionOffset: -1 }, 'the composition offset of a sample'],
  ['an offset beyond what readers take', { compositionOffset: 2 ** 31 }, 'the composition offset of a sample'],
  ['the time of the sample before', { decodeTime: 100 }, 'found 100 after 100'],
  ['an earlier time', { decodeTime: 99 }, 'found 99 after 100'],
  ['a part of a tick', { decodeTime: 100.5 }, 'found 100.5 after 100'],
  ['a duration beyond what readers take', { decodeTime: 100 + 2 ** 31 }, 'found 2147483748 after 100'],
  ['no time', { decodeTime: Number.NaN }, 'found NaN after 100'],
])('refuses %s', (_, wrong, message) => {
  const table = new SampleTable(90_000);
  table.add(first);

  expect(() => table.add({ ...first, decodeTime: 101, ...wrong })).toThrow(message);
});

test('the end comes after the last sample, once, and nothing after it', () => {
  const table = new SampleTable(90_000);
  table.add(first);

  expect(() => table.end(100)).toThrow('found 100 after 100');
  table.end(101);
  expect(() => table.end(102)).toThrow('a second end');
  expect(() => table.add({ ...first, decodeTime: 103 })).toThrow('found one');
});

test('knows when the first picture is shown, which need not be the one decoded first', () => {
  const offsets = [9000, 0, 3000].map((compositionOffset) => ({ compositionOffset }));

  const table = makeTable(90_000, 3000, [{ ...offsets[0], decodeTime: 777 }, ...offsets.slice(1)]);

  expect(table).toMatchObject({ presentationStartTicks: 3000, presentationEndTicks: 12_000, firstDecodeTime: 777 });
});

test('a pause in decoding does not make the picture longer that was decoded before it', () => {
  const table = new SampleTable(90_000);
  const times = [
    { decodeTime: 0, compositionOffset: 3000 },
    { decodeTime: 3000, compositionOffset: 303_000 },
    { decodeTime: 303_000, compositionOffset: 0 },
  ];

  for (const time of times) table.add({ ...first, ...time });
  table.end(306_000);

  expect(table.presentationEndTicks).toBe(309_000);
});

test('the average counts all bytes, the maximum those of the busiest second, wherever it begins', () => {
  const quiet = repeat(50, { sizeBytes: 100 });
  const busy = repeat(25, { sizeBytes: 1000 });

  const table = makeTable(90_000, 3600, [...quiet.slice(0, 40), ...busy, ...quiet]);

  expect(table.maxBitrate).toBe(25 * 1000 * 8);
  expect(table.averageBitrate).toBe(Math.round(((90 * 100 + 25 * 1000) * 8 * 25) / 115));
});

test('a second of very many samples is measured as well', () => {
  const table = makeTable(90_000, 90, repeat(3000, { sizeBytes: 7 }));

  expect(table.maxBitrate).toBe(1000 * 7 * 8);
});

test('a second that becomes crowded after quiet ones is measured as well', () => {
  const quiet = repeat(500, { sizeBytes: 5 }).map((sample, index) => ({ ...sample, decodeTime: index * 900 }));
  const crowd = repeat(900, { sizeBytes: 7 }).map((sample, index) => ({ ...sample, decodeTime: 450_000 + index * 90 }));
  const large = { sizeBytes: 10_000, decodeTime: 540_000 };
  const alone = { sizeBytes: 16_000, decodeTime: 900_000 };

  const table = makeTable(90_000, 90, [...quiet, ...crowd, large, alone]);

  // The large one comes 1 s after the first of the crowd, which it is therefore not counted with.
  expect(table.maxBitrate).toBe((899 * 7 + 10_000) * 8);
});

test('a table without samples has no rates and no duration', () => {
  const table = makeTable(48_000, 1024, []);

  expect(table).toMatchObject({ averageBitrate: 0, maxBitrate: 0, durationTicks: 0, presentationStartTicks: 0 });
});
