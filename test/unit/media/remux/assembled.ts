import type { TrackDescription } from '../../../../media/mp4/movie-description.ts';
import type { SampleTable } from '../../../../media/mp4/sample-table.ts';
import { Assembly, type AssemblyOptions } from '../../../../media/remux/assembly.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import type { RemuxReport } from '../../../../media/remux/remux-report.ts';
import type { SourceSegment } from '../../../../media/remux/segment-source.ts';

/** A picture of the file. */
export interface FilePicture {
  readonly id: number;
  /** Ticks from the first one's decoding. */
  readonly decodeTime: number;
  /** When it is shown, edits applied: ticks of 90 kHz from the file's beginning. */
  readonly shownAt: number;
  readonly isKey: boolean;
}

/** An audio frame of the file; `id` is `silence` where it was put in. */
export interface FileSound {
  readonly id: number | 'silence';
  /** Ticks of 90 kHz from the file's beginning. */
  readonly heardAt: number;
}

/** What became of batches. */
export interface Assembled {
  readonly pictures: readonly FilePicture[];
  readonly sounds: readonly FileSound[];
  readonly video: TrackDescription | undefined;
  readonly audio: TrackDescription | undefined;
  readonly report: RemuxReport;
  readonly media: Buffer;
}

export const makeSegment = (overrides: Partial<SourceSegment> = {}, index = 0): SourceSegment => ({
  name: `${index}.ts`,
  durationSeconds: 2,
  isDiscontinuity: false,
  isGap: false,
  ...overrides,
});

/** Assembles batches, copying what goes out as a sink would. */
export function assemble(
  segments: readonly SourceSegment[],
  batches: readonly DemuxedBatch[],
  options: Partial<AssemblyOptions> = {},
): Assembled {
  const assembly = new Assembly(segments, { tracks: 'all', isTolerant: false, ...options });
  assembly.chooseSegments();
  const media: Buffer[] = [];
  for (const batch of batches) {
    media.push(...assembly.accept(batch).map((piece) => Buffer.from(piece)));
    if (assembly.isComplete) break;
  }
  const { pieces, movie, mediaBytes, reportOf } = assembly.finish();
  media.push(...pieces.map((piece) => Buffer.from(piece)));
  const bytes = Buffer.concat(media);
  if (bytes.length !== mediaBytes) throw new Error(`${mediaBytes} bytes were promised, ${bytes.length} came.`);
  const video = movie.tracks.find(({ entry }) => entry.kind === 'avc');
  const audio = movie.tracks.find(({ entry }) => entry.kind === 'aac');
  return {
    pictures: video === undefined ? [] : readPictures(video, bytes),
    sounds: audio === undefined ? [] : readSounds(audio, bytes),
    video,
    audio,
    report: reportOf(1000 + mediaBytes),
    media: bytes,
  };
}

function readPictures({ samples, startDelayTicks = 0 }: TrackDescription, media: Buffer): FilePicture[] {
  const shift = startDelayTicks - samples.presentationStartTicks;
  return readSamples(samples).map(({ position, decodeTime, offset, isSync }) => ({
    id: idAt(media, position, 'V'),
    decodeTime,
    shownAt: decodeTime + offset + shift,
    isKey: isSync,
  }));
}

function readSounds({ samples }: TrackDescription, media: Buffer): FileSound[] {
  return readSamples(samples).map(({ position, decodeTime }) => ({
    id: media[position] === 'A'.charCodeAt(0) ? idAt(media, position, 'A') : ('silence' as const),
    heardAt: (decodeTime * 90_000) / samples.timescale,
  }));
}

function idAt(media: Buffer, position: number, mark: string): number {
  const found = String.fromCharCode(media[position] ?? 0);
  if (found !== mark) throw new Error(`Expected a frame of ${mark} at byte ${position}, found ${found}.`);
  return media.readUInt32BE(position + 1);
}

interface TableSample {
  readonly position: number;
  readonly decodeTime: number;
  readonly offset: number;
  readonly isSync: boolean;
}

/** All samples of an ended table. */
export function readSamples(table: SampleTable): TableSample[] {
  const durations = expandRuns(table.durations);
  const offsets = expandRuns(table.compositionOffsets);
  const sizes: number[] = [];
  table.sizes.forEach((size) => void sizes.push(size));
  const sync = new Set<number>();
  table.syncSamples.forEach((number) => void sync.add(number - 1));
  const positions = samplePositions(table, sizes);
  let decodeTime = 0;
  return durations.map((duration, index) => {
    const sample = {
      position: positions[index] ?? -1,
      decodeTime,
      offset: offsets[index] ?? -1,
      isSync: sync.has(index),
    };
    decodeTime += duration;
    return sample;
  });
}

function expandRuns(list: SampleTable['durations']): number[] {
  const counts: number[] = [];
  const values: number[] = [];
  list.forEachCount((count) => counts.push(count));
  list.forEachValue((value) => values.push(value));
  return counts.flatMap((count, index) => new Array<number>(count).fill(values[index] ?? 0));
}

function samplePositions({ chunks }: SampleTable, sizes: readonly number[]): number[] {
  const lengths: number[] = [];
  const samples: number[] = [];
  chunks.forEachRunLength((count) => lengths.push(count));
  chunks.forEachRunSamples((count) => samples.push(count));
  const perChunk = lengths.flatMap((count, index) => new Array<number>(count).fill(samples[index] ?? 0));
  const starts: number[] = [];
  chunks.forEachPosition((position) => starts.push(position));
  const positions: number[] = [];
  starts.forEach((start, chunk) => {
    let at = start;
    for (let i = 0; i < (perChunk[chunk] ?? 0); i++) {
      at += sizes[positions.push(at) - 1] ?? 0;
    }
  });
  return positions;
}
