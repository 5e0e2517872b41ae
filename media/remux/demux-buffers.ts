import { PACKET_BYTES } from '../mpegts/packet.ts';
import type { AudioRun, VideoRun } from './demuxed-batch.ts';
import { allocatePacketMemory, type PacketMemory, type PacketMover } from './packet-mover.ts';
import { makeRegion, REGION_BYTES, type Region, TABLE_BYTES } from './region.ts';

/**
 * Bytes per read: a multiple of both a packet and a page, so that full reads leave nothing over and stay aligned. Each turn
 * through the thread pool costs this thread some 50 µs, and what is read has to be in the processor's cache still when it
 * is worked on: of 0.4, 0.9, 1.9 and 2.7 MB this was the fastest by a few percent.
 */
export const CHUNK_BYTES = 10 * 47 * 4096;
/** One chunk is worked on, one is ready, one is being read. */
const CHUNK_COUNT = 3;
/** In front of a chunk, for what the one before left over: less than the three packets that finding the beat takes. */
const CARRY_BYTES = 4 * PACKET_BYTES;
const CHUNK_STEP = CARRY_BYTES + CHUNK_BYTES;

/**
 * The memory that segments are demuxed in, one after the other: chunks of input, some of which are read while one is
 * worked on, and regions of output, which take turns, so that one is written to its destination while another fills.
 *
 * All of it is one memory, within which bytes can be moved at once. It is as large as the largest frames ask for, 90 MB
 * with two regions, but mostly 11 MB are touched. Threads may share it: batches need not be copied between them.
 */
export class DemuxBuffers {
  readonly bytes: Buffer;
  readonly mover: PacketMover;
  /** Where chunks are read to; in front of each there is room for what the one before left over. */
  readonly chunkStarts: readonly number[];
  readonly #regions: readonly Region[];
  #current = 0;

  /** @param regionCount how many batches are good at a time */
  constructor(allocate: (sizeBytes: number) => PacketMemory = allocatePacketMemory, regionCount = 2) {
    const regionsStart = CHUNK_COUNT * CHUNK_STEP;
    const { bytes, mover } = allocate(regionsStart + regionCount * REGION_BYTES);
    const tables = new SharedArrayBuffer(regionCount * TABLE_BYTES);
    this.bytes = bytes;
    this.mover = mover;
    this.chunkStarts = Array.from({ length: CHUNK_COUNT }, (_, index) => index * CHUNK_STEP + CARRY_BYTES);
    this.#regions = Array.from({ length: regionCount }, (_, index) =>
      makeRegion(regionsStart + index * REGION_BYTES, tables, index * TABLE_BYTES),
    );
  }

  /** The region that fills. */
  get region(): Region {
    const region = this.#regions[this.#current];
    if (region === undefined) throw new RangeError(`Expected region ${this.#current}, found none.`);
    return region;
  }

  /** Turns to the region whose batch was given longest ago. */
  nextRegion(): Region {
    this.#current = (this.#current + 1) % this.#regions.length;
    return this.region;
  }

  /** The frames in the region that fills, as views of it. */
  videoRun(sizeBytes: number, count: number): VideoRun {
    const { videoStart, video } = this.region;
    return {
      bytes: this.bytes.subarray(videoStart, videoStart + sizeBytes),
      count,
      sizes: video.sizes.subarray(0, count),
      decodeTimes: video.decodeTimes.subarray(0, count),
      presentationTimes: video.presentationTimes.subarray(0, count),
      isKeyFrame: video.isKeyFrame.subarray(0, count),
      positions: video.positions.subarray(0, count),
    };
  }

  /** The audio in the region that fills, as views of it. */
  audioRun(sizeBytes: number, count: number): AudioRun {
    const { audioStart, audio } = this.region;
    return {
      bytes: this.bytes.subarray(audioStart, audioStart + sizeBytes),
      count,
      offsets: audio.offsets.subarray(0, count),
      presentationTimes: audio.presentationTimes.subarray(0, count),
      declaredBytes: audio.declaredBytes.subarray(0, count),
      positions: audio.positions.subarray(0, count),
    };
  }
}
