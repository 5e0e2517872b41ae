import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { estimateMovieHeadBytes, makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { SampleTable } from '../../../../media/mp4/sample-table.ts';
import { FakeObject } from './fake-object.ts';
import { MOVIE_BYTES, makeAac, makeAvc, makeMovie, makeTable, repeat } from './movie-samples.ts';
import { readWithMp4box, samplesOf } from './read-with-mp4box.ts';

test('our own inspector finds a whole file with its index first', async () => {
  const head = makeMovieHead(makeMovie(), MOVIE_BYTES);

  const summary = await inspectMp4(new FakeObject([head, MOVIE_BYTES]));

  expect(summary).toEqual({
    brands: ['mp42', 'mp42', 'isom', 'avc1'],
    isFastStart: true,
    isFragmented: false,
    durationMs: 2005,
    tracks: [
      {
        id: 1,
        kind: 'video',
        codec: 'avc1.640028',
        width: 1280,
        height: 720,
        timescale: 90_000,
        durationTicks: 180_000,
        durationMs: 2000,
      },
      { id: 2, kind: 'audio', codec: 'mp4a.40.2', timescale: 48_000, durationTicks: 96_256, durationMs: 2005 },
    ],
    topLevelBoxes: [
      { type: 'ftyp', offset: 0, sizeBytes: 28 },
      { type: 'moov', offset: 28, sizeBytes: head.length - 28 - 8 },
      { type: 'mdat', offset: head.length - 8, sizeBytes: 8 + MOVIE_BYTES },
    ],
  });
});

test('the same description always gives the same bytes', () => {
  const [first, second] = [makeMovie(), makeMovie()].map((movie) => makeMovieHead(movie, MOVIE_BYTES));

  expect(first).toEqual(second);
  expect(readWithMp4box(first!).moov!.mvhd).toMatchObject({ creation_time: 0, modification_time: 0 });
});

test('a description can be written twice, first bare and then into a given room', () => {
  const movie = makeMovie();
  const bare = makeMovieHead(movie, MOVIE_BYTES);

  const filled = makeMovieHead(movie, MOVIE_BYTES, bare.length + 100);

  expect(samplesOf(readWithMp4box(filled), 2, filled.length)).toEqual(samplesOf(readWithMp4box(bare), 2, bare.length));
  expect(makeMovieHead(movie, MOVIE_BYTES)).toEqual(bare);
});

test('tells players which tracks there are and how they are meant', () => {
  const head = makeMovieHead(makeMovie(), MOVIE_BYTES);

  const { moov, ...file } = readWithMp4box(head);
  expect(moov!.mvhd).toMatchObject({ timescale: 90_000, duration: 180_480, rate: 0x1_0000, next_track_id: 3 });
  expect(moov!.traks.map(({ tkhd }) => tkhd)).toMatchObject([
    { flags: 7, track_id: 1, duration: 180_000, width: 1280 * 65_536, height: 720 * 65_536, volume: 0 },
    { flags: 7, track_id: 2, duration: 180_480, width: 0, height: 0, alternate_group: 1, volume: 1 },
  ]);
  expect(moov!.traks.map(({ mdia }) => [mdia.mdhd.languageString, mdia.hdlr.handler, mdia.hdlr.name])).toEqual([
    ['und', 'vide', 'VideoHandler'],
    ['und', 'soun', 'SoundHandler'],
  ]);
  expect(file.boxes.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat']);
});

test('pixels that are not square make the picture wider or narrower as it is shown', () => {
  const entry = makeAvc({ width: 720, height: 576, sampleAspectRatio: { width: 64, height: 45 } });

  const head = makeMovieHead({ brand: 'mp4', tracks: [{ samples: makeTable(90_000, 3000, [{}]), entry }] }, 10);

  expect(readWithMp4box(head).moov!.traks[0]!.tkhd).toMatchObject({ width: 1024 * 65_536, height: 576 * 65_536 });
});

test('audio alone is written under the brand of audio', async () => {
  const samples = makeTable(44_100, 1024, repeat(100, { sizeBytes: 371 }));
  const head = makeMovieHead({ brand: 'm4a', tracks: [{ samples, entry: makeAac({ sampleRateHz: 44_100 }) }] }, 37_100);

  const summary = await inspectMp4(new FakeObject([head, 37_100]));

  expect(summary.brands).toEqual(['M4A ', 'M4A ', 'mp42', 'isom']);
  expect(summary.tracks).toMatchObject([{ id: 1, kind: 'audio', timescale: 44_100, durationTicks: 102_400 }]);
});

test('leaves out the tables that would say nothing', () => {
  const head = makeMovieHead(makeMovie(), MOVIE_BYTES);

  const boxes = readWithMp4box(head).moov!.traks.map(({ mdia, edts }) => ({
    tables: mdia.minf.stbl.boxes!.map(({ type }) => type),
    hasEdits: edts !== undefined,
  }));
  expect(boxes).toEqual([
    { tables: ['stsd', 'stts', 'stss', 'stsc', 'stsz', 'stco'], hasEdits: false },
    { tables: ['stsd', 'stts', 'stsc', 'stsz', 'stco'], hasEdits: false },
  ]);
});

test('keeps what repeats once', () => {
  const head = makeMovieHead(makeMovie(), MOVIE_BYTES);

  const { stts, stsz, stsc, stco } = readWithMp4box(head).moov!.traks[1]!.mdia.minf.stbl;
  expect(stts).toMatchObject({ sample_counts: [94], sample_deltas: [1024] });
  expect(stsz).toMatchObject({ sample_size: 300, sample_count: 94, size: 20 });
  expect(stsc).toMatchObject({ first_chunk: [1], samples_per_chunk: [47], sample_description_index: [1] });
  expect(stco.chunk_offsets).toEqual([head.length + 50_000, head.length + 50_000 + 47 * 300]);
});

test('samples without a byte are listed one by one, since a common size of 0 would announce a list', () => {
  const samples = makeTable(90_000, 3000, repeat(3, { sizeBytes: 0 }));

  const head = makeMovieHead({ brand: 'mp4', tracks: [{ samples, entry: makeAvc() }] }, 0);

  const file = readWithMp4box(head);
  expect(file.moov!.traks[0]!.mdia.minf.stbl.stsz).toMatchObject({ sample_size: 0, sample_count: 3, size: 32 });
  expect(samplesOf(file, 1, head.length).map(({ sizeBytes }) => sizeBytes)).toEqual([0, 0, 0]);
});

test.each([
  ['all', [true, true, true], undefined],
  ['none', [false, false, false], []],
  ['the first only', [true, false, false], [1]],
  ['all but the first', [false, true, true], [2, 3]],
  ['all but the last', [true, true, false], [1, 2]],
  ['some', [true, true, false, true, false, false, true], [1, 2, 4, 7]],
])('lists the sync samples when they are %s', (_, flags, numbers) => {
  const samples = makeTable(
    90_000,
    3000,
    flags.map((isSync) => ({ isSync })),
  );

  const head = makeMovieHead({ brand: 'mp4', tracks: [{ samples, entry: makeAvc() }] }, 1000);

  expect(readWithMp4box(head).moov!.traks[0]!.mdia.minf.stbl.stss?.sample_numbers).toEqual(numbers);
});

test('a track of one sample and a track of none are written', async () => {
  const [one, none] = [makeTable(90_000, 3000, [{}]), makeTable(48_000, 1024, [])];
  const tracks = [
    { samples: one, entry: makeAvc() },
    { samples: none, entry: makeAac() },
  ];

  const head = makeMovieHead({ brand: 'mp4', tracks }, 10);

  const file = readWithMp4box(head);
  expect(samplesOf(file, 1, head.length)).toMatchObject([{ sizeBytes: 10, position: 0, duration: 3000 }]);
  expect(samplesOf(file, 2, head.length)).toEqual([]);
  const summary = await inspectMp4(new FakeObject([head, 10]));
  expect(summary.tracks.map(({ durationTicks }) => durationTicks)).toEqual([3000, 0]);
});

test('the estimate is never below the truth, even when every chunk is elsewhere and differs from its neighbours', () => {
  // Chunks of one sample and of two in turn, each 1000 bytes behind the one before, beyond 4 GiB.
  const samples = repeat(9000).map((_, index) => (index % 3 < 2 ? { position: 2 ** 32 + index * 1000 } : {}));
  const table = makeTable(90_000, 3000, samples);

  const head = makeMovieHead({ brand: 'mp4', tracks: [{ samples: table, entry: makeAvc() }] }, 2 ** 33);

  expect(estimateMovieHeadBytes([table])).toBeGreaterThanOrEqual(head.length);
  expect(estimateMovieHeadBytes([table])).toBeLessThan(head.length + 4096);
});

test('refuses a movie without tracks', () => {
  expect(() => makeMovieHead({ brand: 'mp4', tracks: [] }, 0)).toThrow('at least one track');
});

test('refuses a sample outside the media data', () => {
  expect(() => makeMovieHead(makeMovie(), MOVIE_BYTES - 1)).toThrow(`found one that ends at ${MOVIE_BYTES}`);
});

test('refuses a table whose end is not known', () => {
  const samples = new SampleTable(90_000);

  expect(() => makeMovieHead({ brand: 'mp4', tracks: [{ samples, entry: makeAvc() }] }, 0)).toThrow('found it open');
});
