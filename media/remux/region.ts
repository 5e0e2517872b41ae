import type { AudioRun, VideoRun } from './demuxed-batch.ts';

/** A picture of the highest level has at most 27 MB (ISO/IEC 14496-10 table A-1: MaxFS, MinCR); more is no picture. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;
/** A batch is handed on when this much video is complete: half as much doubles the number of writes, which costs 5 %. */
export const BATCH_BYTES = 2 * 1024 * 1024;
/** A batch spans about this much time (2 s of 90 kHz), so that sound and picture lie close together in the file. */
export const BATCH_TICKS = 180_000;
/** Of a batch: more than a second of 240 frames, less than tables that would not stay in cache. */
export const MAX_FRAMES = 1024;
export const MAX_AUDIO_PACKETS = 1024;

/**
 * The largest batch is one byte short of full, a frame is then added, and that may grow by a quarter if it consists of NAL
 * units of one byte with start codes of 3 in place of lengths of 4. A page for the start code behind its end.
 */
const VIDEO_BYTES = BATCH_BYTES + (MAX_FRAME_BYTES / 4) * 5 + 4096;
const AUDIO_BYTES = 1024 * 1024;
/** Of the memory, for a region. */
export const REGION_BYTES = VIDEO_BYTES + AUDIO_BYTES;
/** Of the tables, for a region: three doubles, a word and a byte per frame; two doubles and two words per audio packet. */
export const TABLE_BYTES = MAX_FRAMES * (3 * 8 + 4 + 1) + MAX_AUDIO_PACKETS * (2 * 8 + 2 * 4);

/** Where the frames of a batch gather, and what is known of them. Places are indices into the memory. */
export interface Region {
  readonly videoStart: number;
  readonly audioStart: number;
  readonly audioLimit: number;
  readonly video: Omit<VideoRun, 'bytes' | 'count'>;
  readonly audio: Omit<AudioRun, 'bytes' | 'count'>;
}

/**
 * @param start of the region in the memory
 * @param tablesAt where its part of the tables begins
 */
export function makeRegion(start: number, tables: SharedArrayBuffer, tablesAt: number): Region {
  const cutter = new TableCutter(tables, tablesAt);
  // The widest first: each table then begins at a multiple of its width.
  const frameTimes = [cutter.doubles(MAX_FRAMES), cutter.doubles(MAX_FRAMES), cutter.doubles(MAX_FRAMES)] as const;
  const audioTimes = [cutter.doubles(MAX_AUDIO_PACKETS), cutter.doubles(MAX_AUDIO_PACKETS)] as const;
  const sizes = cutter.words(MAX_FRAMES);
  const audioWords = [cutter.words(MAX_AUDIO_PACKETS), cutter.words(MAX_AUDIO_PACKETS)] as const;
  const isKeyFrame = cutter.bytes(MAX_FRAMES);
  const [decodeTimes, presentationTimes, positions] = frameTimes;
  return {
    videoStart: start,
    audioStart: start + VIDEO_BYTES,
    audioLimit: start + REGION_BYTES,
    video: { sizes, decodeTimes, presentationTimes, isKeyFrame, positions },
    audio: {
      offsets: audioWords[0],
      declaredBytes: audioWords[1],
      presentationTimes: audioTimes[0],
      positions: audioTimes[1],
    },
  };
}

/** Cuts tables off one buffer, one behind the other. */
class TableCutter {
  readonly #buffer: SharedArrayBuffer;
  #at: number;

  constructor(buffer: SharedArrayBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#buffer, this.#take(count * 8), count);
  }

  words(count: number): Uint32Array {
    return new Uint32Array(this.#buffer, this.#take(count * 4), count);
  }

  bytes(count: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#take(count), count);
  }

  #take(sizeBytes: number): number {
    this.#at += sizeBytes;
    return this.#at - sizeBytes;
  }
}
