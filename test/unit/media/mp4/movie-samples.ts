import type { AacDescription, AvcDescription, MovieDescription } from '../../../../media/mp4/movie-head.ts';
import { type Sample, SampleTable } from '../../../../media/mp4/sample-table.ts';

/** High profile at level 4.0; what stands behind the level is never looked at. */
export const SPS = Uint8Array.of(0x67, 0x64, 0, 0x28, 0xac, 0xd9, 0x40);
export const PPS = Uint8Array.of(0x68, 0xee, 0x3c, 0x80);

export const makeAvc = (overrides: Partial<AvcDescription> = {}): AvcDescription => ({
  kind: 'avc',
  width: 1280,
  height: 720,
  sequenceParameterSets: [SPS],
  pictureParameterSets: [PPS],
  chromaFormatIdc: 1,
  lumaBitDepth: 8,
  chromaBitDepth: 8,
  ...overrides,
});

/** AAC-LC, 48 kHz, stereo. */
export const makeAac = (overrides: Partial<AacDescription> = {}): AacDescription => ({
  kind: 'aac',
  sampleRateHz: 48_000,
  channels: 2,
  audioSpecificConfig: Uint8Array.of(0x11, 0x90),
  ...overrides,
});

/** A table of the samples given, which follow each other at the given distance and without a gap unless they say otherwise. */
export function makeTable(timescale: number, ticksEach: number, samples: readonly Partial<Sample>[]): SampleTable {
  const table = new SampleTable(timescale);
  let decodeTime = 0;
  let position = 0;
  for (const wish of samples) {
    const sample = { sizeBytes: 10, position, decodeTime, compositionOffset: 0, isSync: true, ...wish };
    table.add(sample);
    decodeTime = sample.decodeTime + ticksEach;
    position = sample.position + sample.sizeBytes;
  }
  table.end(decodeTime);
  return table;
}

/** So many samples of which each is as `sample` says. */
export const repeat = (count: number, sample: Partial<Sample> = {}): Partial<Sample>[] =>
  Array.from({ length: count }, () => sample);

/** Two seconds of 25 frames with a key frame per second, and their sound behind. */
export function makeMovie(overrides: Partial<MovieDescription> = {}): MovieDescription {
  const frames = repeat(50, { sizeBytes: 1000 }).map((frame, index) => ({ ...frame, isSync: index % 25 === 0 }));
  const sound = repeat(94, { sizeBytes: 300 }).map((frame, index) =>
    index === 0 ? { ...frame, position: 50_000 } : frame,
  );
  return {
    brand: 'mp4',
    tracks: [
      { samples: makeTable(90_000, 3600, frames), entry: makeAvc() },
      { samples: makeTable(48_000, 1024, sound), entry: makeAac() },
    ],
    ...overrides,
  };
}

/** Bytes of media data that {@link makeMovie} speaks of. */
export const MOVIE_BYTES = 50 * 1000 + 94 * 300;
