import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimateMovieHeadBytes, makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { type Sample, SampleTable } from '../../../../media/mp4/sample-table.ts';
import { expectSame } from '../../../fixtures/expect-same.ts';
import { makeAac, makeAvc } from './movie-samples.ts';
import { chunksOf, readWithMp4box, samplesOf } from './read-with-mp4box.ts';

interface TimedSample extends Sample {
  readonly duration: number;
}

/** What is drawn for one sample. */
interface SampleWish {
  readonly size: number;
  readonly ticks: number;
  readonly offset: number;
  /** `undefined`: right behind the sample before. */
  readonly jump: number | undefined;
  readonly isSync: boolean;
}

/** Beyond 4 GiB, so that some files need 64-bit offsets. */
const FARTHEST = 2 ** 33;

const size = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(100, 200) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 70_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 65_534, max: 2_000_000 }) },
);
const ticks = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(3000, 2970, 3060) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 100_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 65_534, max: 0x7fff_ffff }) },
);
const offset = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 3000, 6000) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x7fff_ffff }) },
);
const jump = fc.option(fc.integer({ min: 0, max: FARTHEST }), { freq: 12, nil: undefined });
const sample = fc.record({ size, ticks, offset, jump, isSync: fc.boolean() });
/** Tables of one kind of number and of all kinds. */
const samples = fc.oneof(
  fc.array(sample, { minLength: 1, maxLength: 60 }),
  fc.tuple(sample, fc.integer({ min: 1, max: 300 })).map(([one, count]) => {
    return Array.from({ length: count }, (_, index) => (index === 0 ? one : { ...one, jump: undefined }));
  }),
);

function toTimedSamples(wishes: readonly SampleWish[]): TimedSample[] {
  let decodeTime = 0;
  let end = 0;
  return wishes.map(({ size: sizeBytes, ticks: duration, offset: compositionOffset, jump: to, isSync }) => {
    const timed = { sizeBytes, position: to ?? end, decodeTime, compositionOffset, isSync, duration };
    decodeTime += duration;
    end = timed.position + sizeBytes;
    return timed;
  });
}

/** @param origin added to all decode times: the file's own count from 0 */
function toTable(timed: readonly TimedSample[], timescale: number, origin: number): SampleTable {
  const table = new SampleTable(timescale);
  for (const each of timed) table.add({ ...each, decodeTime: each.decodeTime + origin });
  table.end((timed.at(-1)?.decodeTime ?? 0) + (timed.at(-1)?.duration ?? 0) + origin);
  return table;
}

const tracks = fc.record({ video: samples.map(toTimedSamples), audio: samples.map(toTimedSamples) });
const MEDIA_BYTES = FARTHEST * 2;

test('an independent parser finds every sample again, whatever its size, place, times and kind', () => {
  fc.assert(
    fc.property(
      tracks,
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 2 ** 40 }),
      (wish, room, origin) => {
        const [video, audio] = [toTable(wish.video, 90_000, origin), toTable(wish.audio, 44_100, 0)];
        const entries = [
          { samples: video, entry: makeAvc() },
          { samples: audio, entry: makeAac() },
        ];

        const head = makeMovieHead({ brand: 'mp4', tracks: entries }, MEDIA_BYTES, room);

        const file = readWithMp4box(head);
        expectSame(samplesOf(file, 1, head.length), wish.video);
        expectSame(samplesOf(file, 2, head.length), wish.audio);
        const estimate = estimateMovieHeadBytes([video, audio]);
        const chunks = chunksOf(file, 1).length + chunksOf(file, 2).length;
        expect(estimate).toBeGreaterThanOrEqual(makeMovieHead({ brand: 'mp4', tracks: entries }, MEDIA_BYTES).length);
        expect(estimate).toBeLessThan(head.length + 3 * 2048 + chunks * 4);
      },
    ),
    { numRuns: 300 },
  );
});

test('a chunk is a run of neighbours of at most a second and 1 MiB, and no run is cut without need', () => {
  fc.assert(
    fc.property(samples.map(toTimedSamples), (wish) => {
      const head = makeMovieHead(
        { brand: 'mp4', tracks: [{ samples: toTable(wish, 90_000, 0), entry: makeAvc() }] },
        MEDIA_BYTES,
      );

      const chunks = chunksOf(readWithMp4box(head), 1).map((numbers) => numbers.map((number) => wish[number]!));
      expect(chunks.flat()).toHaveLength(wish.length);
      const tooLarge = chunks.filter((chunk) => chunk.length > 1 && bytesOf(chunk) > 2 ** 20);
      const tooLong = chunks.filter((chunk) => chunk.at(-1)!.decodeTime - chunk[0]!.decodeTime >= 90_000);
      expect({ tooLarge, tooLong }).toEqual({ tooLarge: [], tooLong: [] });
      const cutWithoutNeed = chunks.slice(1).filter((chunk, index) => {
        const joined = [...chunks[index]!, chunk[0]!];
        const isNeighbour = chunk[0]!.position === chunks[index]!.at(-1)!.position + chunks[index]!.at(-1)!.sizeBytes;
        const isTooLong = chunk[0]!.decodeTime - joined[0]!.decodeTime >= 90_000;
        return isNeighbour && bytesOf(joined) <= 2 ** 20 && !isTooLong;
      });
      expect(cutWithoutNeed).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const bytesOf = (chunk: readonly TimedSample[]): number => chunk.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
