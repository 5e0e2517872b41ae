import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { FakeObject } from './fake-object.ts';
import { MOVIE_BYTES, makeAvc, makeMovie, makeTable } from './movie-samples.ts';
import { readWithMp4box, samplesOf } from './read-with-mp4box.ts';

const bareBytes = makeMovieHead(makeMovie(), MOVIE_BYTES).length;
const FOUR_GIB = 2 ** 32;

test.each(Array.from({ length: 20 }, (_, missing) => missing).concat(4096, 1_000_000))(
  'fills up %p bytes exactly',
  async (missing) => {
    const head = makeMovieHead(makeMovie(), MOVIE_BYTES, bareBytes + missing);

    expect(head).toHaveLength(bareBytes + missing);
    const { topLevelBoxes } = await inspectMp4(new FakeObject([head, MOVIE_BYTES]));
    const free = missing < 8 ? [] : [{ type: 'free', offset: head.length - 8 - missing, sizeBytes: missing }];
    expect(topLevelBoxes.slice(2)).toEqual([
      ...free,
      { type: 'mdat', offset: head.length - 8, sizeBytes: 8 + MOVIE_BYTES },
    ]);
    expect(samplesOf(readWithMp4box(head), 1, head.length)[0]).toMatchObject({ position: 0, sizeBytes: 1000 });
  },
);

test('less room than the head needs changes nothing', () => {
  expect(makeMovieHead(makeMovie(), MOVIE_BYTES, bareBytes - 1)).toHaveLength(bareBytes);
});

/** A movie whose second chunk begins at `position` of the media data. */
function movieWithChunkAt(position: number) {
  return {
    brand: 'mp4' as const,
    tracks: [{ samples: makeTable(90_000, 3000, [{}, { position }]), entry: makeAvc() }],
  };
}

const smallBytes = makeMovieHead(movieWithChunkAt(20), 30).length;
// Of 4 GiB, mdat has a header of 16 bytes instead of 8.
const lastShort = FOUR_GIB - 1 - (smallBytes + 8);

test.each([
  ['the last position that 32 bits hold', lastShort, 'stco', 0],
  ['one byte more', lastShort + 1, 'co64', 8],
  ['far beyond', 5 * 2 ** 30, 'co64', 8],
])('a chunk at %s counts from the file, its head included', (_, position, type, moreBytes) => {
  const head = makeMovieHead(movieWithChunkAt(position), FOUR_GIB + 2 ** 31);

  const file = readWithMp4box(head);
  expect(file.moov!.traks[0]!.mdia.minf.stbl.boxes!.at(-1)!.type).toBe(type);
  expect(head).toHaveLength(smallBytes + 8 + moreBytes);
  expect(samplesOf(file, 1, head.length).map((sample) => sample.position)).toEqual([0, position]);
});

test.each([
  [0, 'stco', 100],
  [1, 'co64', 101],
])('room in front of the media counts as well (%p bytes beyond)', (beyond, type, roomBytes) => {
  const position = lastShort - 100;
  const bytes = smallBytes + 8 + roomBytes;

  const head = makeMovieHead(movieWithChunkAt(position), FOUR_GIB, bytes);

  const file = readWithMp4box(head);
  expect(head).toHaveLength(bytes);
  expect(file.moov!.traks[0]!.mdia.minf.stbl.boxes!.at(-1)!.type).toBe(type);
  expect(samplesOf(file, 1, head.length)[1]!.position + head.length).toBe(FOUR_GIB - 1 + beyond);
});

test.each([
  [FOUR_GIB - 9, 8],
  [FOUR_GIB - 8, 16],
  [5 * 2 ** 30, 16],
])('media data of %p bytes has a header of %p', async (mediaBytes, headerBytes) => {
  const movie = movieWithChunkAt(20);

  const head = makeMovieHead(movie, mediaBytes);

  expect(head).toHaveLength(smallBytes - 8 + headerBytes);
  const summary = await inspectMp4(new FakeObject([head, mediaBytes]));
  const mdat = { type: 'mdat', offset: head.length - headerBytes, sizeBytes: headerBytes + mediaBytes };
  expect(summary.topLevelBoxes.at(-1)).toEqual(mdat);
});
