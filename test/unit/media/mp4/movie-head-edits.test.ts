import { expect, test } from '@jest/globals';
import { makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import type { SampleTable } from '../../../../media/mp4/sample-table.ts';
import { makeAac, makeAvc, makeTable, repeat } from './movie-samples.ts';
import { readWithMp4box } from './read-with-mp4box.ts';

/** Decoded I P B B, shown I B B P: the first frame waits for two. */
const withBFrames = [6000, 12_000, 3000, 3000].map((compositionOffset) => ({ compositionOffset }));

/** Headers and edits of a movie of one video track. */
function readVideo(samples: SampleTable, startDelayTicks = 0) {
  const head = makeMovieHead({ brand: 'mp4', tracks: [{ samples, startDelayTicks, entry: makeAvc() }] }, 2 ** 32);
  const { mvhd, traks } = readWithMp4box(head).moov!;
  const { tkhd, edts, mdia } = traks[0]!;
  const edits = edts?.elst?.entries.map(({ segment_duration: duration, media_time: time }) => [duration, time]);
  return { edits, version: edts?.elst?.version, movie: mvhd.duration, track: tkhd.duration, media: mdia.mdhd.duration };
}

test('what B-frames delay is taken back by an edit, so that the first picture is shown at once', () => {
  const video = readVideo(makeTable(90_000, 3000, withBFrames));

  expect(video).toEqual({ edits: [[12_000, 6000]], version: 0, movie: 12_000, track: 12_000, media: 12_000 });
});

test('frames that are shown when they are decoded need no edit', () => {
  const video = readVideo(makeTable(90_000, 3000, repeat(4)));

  expect(video).toEqual({ edits: undefined, version: undefined, movie: 12_000, track: 12_000, media: 12_000 });
});

test('a video that begins late is preceded by an empty edit', () => {
  const video = readVideo(makeTable(90_000, 3000, withBFrames), 1501);

  const edits = [
    [1501, -1],
    [12_000, 6000],
  ];
  expect(video).toEqual({ edits, version: 0, movie: 13_501, track: 13_501, media: 12_000 });
});

test('decode times may count from anywhere', () => {
  const samples = makeTable(90_000, 3000, [{ ...withBFrames[0], decodeTime: 8_589_934_000 }, ...withBFrames.slice(1)]);

  expect(readVideo(samples)).toMatchObject({ edits: [[12_000, 6000]], media: 12_000 });
});

test('the edit reaches to the end of the frame that is shown last, even when that is not the one decoded last', () => {
  const samples = makeTable(90_000, 3000, [{ compositionOffset: 3000 }, { compositionOffset: 9000 }, {}]);

  expect(readVideo(samples)).toMatchObject({ edits: [[12_000, 3000]], track: 12_000, media: 9000 });
});

test('a picture that is shown at once, before others are delayed, needs an edit for the end all the same', () => {
  const samples = makeTable(90_000, 3000, [{}, { compositionOffset: 3000 }, { compositionOffset: 3000 }]);

  expect(readVideo(samples)).toMatchObject({ edits: [[12_000, 0]], track: 12_000, movie: 12_000, media: 9000 });
});

test('an edit that begins after 6.6 hours, or lasts for more than 13, takes 64-bit fields', () => {
  const late = readVideo(makeTable(90_000, 3000, repeat(2)), 0x1_0000_0000);
  const long = readVideo(makeTable(90_000, 0x7fff_ffff, repeat(3, { compositionOffset: 1 })));

  expect(late).toMatchObject({
    version: 1,
    edits: [
      [0x1_0000_0000, -1],
      [6000, 0],
    ],
    movie: 0x1_0000_1770,
  });
  expect(long).toMatchObject({ version: 1, edits: [[0x1_7fff_fffd, 1]], movie: 0x1_7fff_fffd, media: 0x1_7fff_fffd });
});

test('durations of audio beside video are rounded up to the ticks of video', () => {
  const tracks = [
    { samples: makeTable(90_000, 3000, [{}]), entry: makeAvc() },
    { samples: makeTable(44_100, 1024, [{ position: 10 }]), entry: makeAac({ sampleRateHz: 44_100 }) },
  ];

  const head = makeMovieHead({ brand: 'mp4', tracks }, 20);

  // 1024 / 44,100 s are 2089.8 ticks of 1/90,000 s.
  expect(readWithMp4box(head).moov!.traks[1]!.tkhd.duration).toBe(2090);
});
