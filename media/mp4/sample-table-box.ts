import { type BoxPart, box, fullBox, int64, uint32 } from './box-parts.ts';
import type { ChunkList } from './chunk-list.ts';
import type { RunList } from './run-list.ts';
import type { SampleTable } from './sample-table.ts';

/** Where the media data begins in the file, and how wide the fields are that count from there. */
export interface ChunkOffsets {
  /** Added to each position: the length of everything in front of the media data. */
  readonly base: number;
  /** co64 instead of stco. */
  readonly are64Bit: boolean;
}

/** Calls `visit` with each of some numbers, in order. */
type Numbers = (visit: (value: number) => void) => void;

/** Header of a FullBox (8 + 4 bytes) and an entry count (4). */
const TABLE_FIELDS_BYTES = 16;
const STBL_FIELDS_BYTES = 8;

/**
 * Sample table box (ISO/IEC 14496-12 8.5.1). Without stss every sample is a sync sample (8.6.2.1), without ctts every
 * sample is presented when it is decoded (8.6.1.3.1).
 *
 * @param description the stsd box
 */
export function sampleTableBox(description: BoxPart, samples: SampleTable, offsets: ChunkOffsets): BoxPart {
  return box(
    'stbl',
    description,
    runsBox('stts', samples.durations),
    ...(samples.hasCompositionOffsets ? [runsBox('ctts', samples.compositionOffsets)] : []),
    ...(samples.syncSamples.areAll ? [] : [syncSampleBox(samples)]),
    sampleToChunkBox(samples.chunks),
    sampleSizeBox(samples),
    chunkOffsetBox(samples.chunks, offsets),
  );
}

/** Bytes that the tables of a track take by now, with 64-bit offsets; no more than a few operations. */
export function sampleTableBytes(samples: SampleTable): number {
  const { durations, compositionOffsets, syncSamples, chunks, sizes } = samples;
  const offsets = samples.hasCompositionOffsets ? compositionOffsets.runs * 8 : 0;
  const syncs = syncSamples.areAll ? 0 : syncSamples.count * 4;
  const eachSize = sizes.uniform === 0 ? sizes.count * 4 : 0;
  const tables = durations.runs * 8 + offsets + syncs + chunks.runs * 12 + eachSize + chunks.count * 8;
  return STBL_FIELDS_BYTES + 6 * TABLE_FIELDS_BYTES + tables;
}

/** stts (8.6.1.2) and ctts of version 0 (8.6.1.3) alike: entry_count 4; sample_count 4, sample_delta or _offset 4 each. */
function runsBox(type: 'stts' | 'ctts', runs: RunList): BoxPart {
  const counts = column(8, 0, (visit) => runs.forEachCount(visit));
  const values = column(8, 4, (visit) => runs.forEachValue(visit));
  return fullBox(type, 0, 0, uint32(runs.runs), table(runs.runs * 8, counts, values));
}

/** stss (8.6.2): entry_count 4; sample_number 4 each. */
function syncSampleBox({ syncSamples }: SampleTable): BoxPart {
  const numbers = column(4, 0, (visit) => syncSamples.forEach(visit));
  return fullBox('stss', 0, 0, uint32(syncSamples.count), table(syncSamples.count * 4, numbers));
}

/** stsc (8.7.4): entry_count 4; first_chunk 4, samples_per_chunk 4, sample_description_index 4 (always 1) each. */
function sampleToChunkBox(chunks: ChunkList): BoxPart {
  const firstChunks = column(12, 0, (visit) => {
    let first = 1;
    chunks.forEachRunLength((length) => {
      visit(first);
      first += length;
    });
  });
  const samples = column(12, 4, (visit) => chunks.forEachRunSamples(visit));
  const descriptions = column(12, 8, (visit) => chunks.forEachRunSamples(() => visit(1)));
  return fullBox('stsc', 0, 0, uint32(chunks.runs), table(chunks.runs * 12, firstChunks, samples, descriptions));
}

/** stsz (8.7.3.2): sample_size 4, or 0 before a table; sample_count 4; entry_size 4 each. */
function sampleSizeBox({ sizes }: SampleTable): BoxPart {
  const each = column(4, 0, (visit) => sizes.forEach(visit));
  const entries = sizes.uniform === 0 ? [table(sizes.count * 4, each)] : [];
  return fullBox('stsz', 0, 0, uint32(sizes.uniform, sizes.count), ...entries);
}

/** stco or co64 (8.7.5): entry_count 4; chunk_offset 4 or 8 each, from the beginning of the file. */
function chunkOffsetBox(chunks: ChunkList, { base, are64Bit }: ChunkOffsets): BoxPart {
  const count = uint32(chunks.count);
  if (!are64Bit) {
    const offsets = column(4, 0, (visit) => chunks.forEachPosition((position) => visit(base + position)));
    return fullBox('stco', 0, 0, count, table(chunks.count * 4, offsets));
  }
  const write: BoxPart['write'] = (target, at) => {
    let next = at;
    chunks.forEachPosition((position) => {
      int64(base + position).write(target, next);
      next += 8;
    });
  };
  return fullBox('co64', 0, 0, count, { sizeBytes: chunks.count * 8, write });
}

function table(sizeBytes: number, ...columns: readonly BoxPart['write'][]): BoxPart {
  return {
    sizeBytes,
    write: (target, at) => {
      for (const write of columns) write(target, at);
    },
  };
}

/** One 32-bit field of every entry of a table. */
function column(entryBytes: number, fieldAt: number, numbers: Numbers): BoxPart['write'] {
  return (target, at) => {
    let next = at + fieldAt;
    numbers((value) => {
      target.setUint32(next, value);
      next += entryBytes;
    });
  };
}
