/** Reads the tables of an MP4's index (ISO/IEC 14496-12 8.6, 8.7) without making an object of each sample. */

/** One track. */
export interface SampleTables {
  readonly handler: string;
  readonly timescale: number;
  readonly sampleCount: number;
  /** `[count, delta]`, as stts has them. */
  readonly durations: readonly (readonly [number, number])[];
  /** Byte position and size of a sample, from 0. */
  locate(sample: number): { readonly offset: number; readonly sizeBytes: number };
}

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

function boxesOf(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

function inside(bytes: Buffer, ...path: string[]): Buffer {
  return path.reduce((outer, type) => {
    const box = boxesOf(outer).find((candidate) => candidate.type === type);
    if (box === undefined) throw new Error(`There is no ${type}.`);
    return box.content;
  }, bytes);
}

/** @param head the file's first bytes, with the whole of moov */
export const readSampleTables = (head: Buffer): SampleTables[] =>
  boxesOf(inside(head, 'moov'))
    .filter(({ type }) => type === 'trak')
    .map(({ content }) => readTrack(inside(content, 'mdia')));

function readTrack(mdia: Buffer): SampleTables {
  const header = inside(mdia, 'mdhd');
  const tables = inside(mdia, 'minf', 'stbl');
  const durations = inside(tables, 'stts');
  const sizes = inside(tables, 'stsz');
  const chunks = inside(tables, 'stsc');
  const offsets = boxesOf(tables).find(({ type }) => type === 'stco' || type === 'co64')!;
  const sizeOf = (sample: number) => sizes.readUInt32BE(4) || sizes.readUInt32BE(12 + sample * 4);
  const offsetOf = (chunk: number) =>
    offsets.type === 'stco'
      ? offsets.content.readUInt32BE(8 + chunk * 4)
      : Number(offsets.content.readBigUInt64BE(8 + chunk * 8));
  const runs = Array.from({ length: chunks.readUInt32BE(4) }, (_, run) => ({
    firstChunk: chunks.readUInt32BE(8 + run * 12) - 1,
    samples: chunks.readUInt32BE(12 + run * 12),
  }));
  return {
    handler: inside(mdia, 'hdlr').toString('latin1', 8, 12),
    timescale: header.readUInt32BE(header[0] === 1 ? 20 : 12),
    sampleCount: sizes.readUInt32BE(8),
    durations: Array.from({ length: durations.readUInt32BE(4) }, (_, run) => [
      durations.readUInt32BE(8 + run * 8),
      durations.readUInt32BE(12 + run * 8),
    ]),
    locate: (sample) => {
      let first = 0;
      for (const [index, { firstChunk, samples }] of runs.entries()) {
        const chunkCount = (runs[index + 1]?.firstChunk ?? Number.POSITIVE_INFINITY) - firstChunk;
        if (sample >= first + chunkCount * samples) {
          first += chunkCount * samples;
          continue;
        }
        const chunk = Math.floor((sample - first) / samples);
        let offset = offsetOf(firstChunk + chunk);
        for (let before = first + chunk * samples; before < sample; before++) offset += sizeOf(before);
        return { offset, sizeBytes: sizeOf(sample) };
      }
      throw new RangeError(`There is no sample ${sample}.`);
    },
  };
}
