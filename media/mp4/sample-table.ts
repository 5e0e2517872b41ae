import { BitrateMeter } from './bitrate-meter.ts';
import { ChunkList } from './chunk-list.ts';
import { RunList } from './run-list.ts';
import { SampleSizes } from './sample-sizes.ts';
import { SyncSamples } from './sync-samples.ts';

/** One frame of a track. */
export interface Sample {
  readonly sizeBytes: number;
  /** Where it begins in the media data, 0 being the first byte behind the header of `mdat`. */
  readonly position: number;
  /** Ticks of the track; later than that of the sample before. */
  readonly decodeTime: number;
  /** Presentation time minus decode time, in ticks, never negative. */
  readonly compositionOffset: number;
  /** Whether decoding can begin here (an IDR picture; every AAC frame). */
  readonly isSync: boolean;
}

const MAX_SIZE_BYTES = 0xffff_ffff;
/** stts and ctts have room for twice as much, but widely used readers take the fields for signed; 6.6 h of video. */
const MAX_TICKS = 0x7fff_ffff;

/**
 * The index of one track while it grows (ISO/IEC 14496-12 8.5 to 8.7): what stts, ctts, stss, stsc, stsz and stco say of
 * its samples, in 2 bytes for most samples plus 3 per change of duration or composition offset.
 *
 * Samples are added in decode order; how long each lasts follows from the next one's time, and of the last from
 * {@link end}. They may lie anywhere in the media data, in any order; neighbours become chunks.
 */
export class SampleTable {
  /** Ticks per second. */
  readonly timescale: number;
  readonly sizes = new SampleSizes();
  /** stts: ticks from each decode time to the next. */
  readonly durations = new RunList();
  /** ctts. */
  readonly compositionOffsets = new RunList();
  readonly syncSamples = new SyncSamples();
  readonly chunks: ChunkList;
  readonly #meter: BitrateMeter;
  #firstDecodeTime = 0;
  #lastDecodeTime = 0;
  #presentationStart = Number.POSITIVE_INFINITY;
  #lastPresentation = 0;
  #presentationEnd = 0;
  #hasOffsets = false;
  #duration: number | undefined;

  /** @param timescale ticks per second: 90,000 of video, the sample rate of audio */
  constructor(timescale: number) {
    this.timescale = timescale;
    this.chunks = new ChunkList(timescale);
    this.#meter = new BitrateMeter(timescale);
  }

  /** Samples so far. */
  get count(): number {
    return this.sizes.count;
  }

  /** Whether any sample is presented at another time than it is decoded; else there is no ctts. */
  get hasCompositionOffsets(): boolean {
    return this.#hasOffsets;
  }

  /** Decode time of the first sample, which the file's own decode times count from; 0 while there is none. */
  get firstDecodeTime(): number {
    return this.#firstDecodeTime;
  }

  /** Sum of all durations, in ticks: the length of the media, edit lists not applied (8.6.1.2.1). Known after `end`. */
  get durationTicks(): number {
    if (this.#duration === undefined) throw new Error('Expected the end of the samples to be known, found it open.');
    return this.#duration;
  }

  /** Earliest presentation time, in ticks from the first decode time: the delay that B-frames cause. */
  get presentationStartTicks(): number {
    return this.count === 0 ? 0 : this.#presentationStart;
  }

  /**
   * When the sample presented last ends, in ticks from the first decode time. Known after `end`.
   *
   * It lasts as long as the last one decoded. Its own duration is the time to the next decoding, which tells nothing of
   * its presentation: where samples are reordered across a pause, a sample from before it has the pause for a duration.
   */
  get presentationEndTicks(): number {
    return this.#presentationEnd;
  }

  /** Bits in the busiest second. */
  get maxBitrate(): number {
    return this.#meter.busiestSecondBytes * 8;
  }

  /** Bits per second over everything; 0 without samples. Known after `end`. */
  get averageBitrate(): number {
    return this.count === 0 ? 0 : Math.round((this.sizes.totalBytes * 8 * this.timescale) / this.durationTicks);
  }

  /** @throws RangeError when a number does not fit its field, or the decode time is not later than the one before */
  add({ sizeBytes, position, decodeTime, compositionOffset, isSync }: Sample): void {
    if (this.#duration !== undefined) throw new Error('Expected no sample after the end of the samples, found one.');
    requireWhole('size', sizeBytes, MAX_SIZE_BYTES);
    requireWhole('position', position, Number.MAX_SAFE_INTEGER);
    requireWhole('composition offset', compositionOffset, MAX_TICKS);
    if (this.count === 0) this.#firstDecodeTime = decodeTime;
    else this.#closeLast(decodeTime);
    this.#lastDecodeTime = decodeTime;
    const presentation = decodeTime - this.#firstDecodeTime + compositionOffset;
    if (presentation < this.#presentationStart) this.#presentationStart = presentation;
    if (presentation > this.#lastPresentation) this.#lastPresentation = presentation;
    if (compositionOffset > 0) this.#hasOffsets = true;
    this.sizes.push(sizeBytes);
    this.compositionOffsets.push(compositionOffset);
    this.syncSamples.push(isSync);
    this.chunks.push(position, sizeBytes, decodeTime);
    this.#meter.push(decodeTime, sizeBytes);
  }

  /**
   * Says that no sample comes after this.
   *
   * @param decodeTimeOfEnd when a next sample would have come: the end of the last one; not looked at without samples
   * @throws RangeError when it is not later than the last sample
   */
  end(decodeTimeOfEnd: number): void {
    if (this.#duration !== undefined) throw new Error('Expected the samples to end once, found a second end.');
    if (this.count > 0) {
      this.#closeLast(decodeTimeOfEnd);
      this.#presentationEnd = this.#lastPresentation + decodeTimeOfEnd - this.#lastDecodeTime;
    }
    this.chunks.end();
    this.#duration = this.count === 0 ? 0 : decodeTimeOfEnd - this.#firstDecodeTime;
  }

  #closeLast(nextDecodeTime: number): void {
    const duration = nextDecodeTime - this.#lastDecodeTime;
    if (!(duration >= 1 && duration <= MAX_TICKS && Number.isInteger(duration))) {
      const finding = `found ${nextDecodeTime} after ${this.#lastDecodeTime}`;
      throw new RangeError(`Expected decode times that increase by 1 to 2^31 − 1 whole ticks, ${finding}.`);
    }
    this.durations.push(duration);
  }
}

function requireWhole(name: string, value: number, max: number): void {
  if (value >= 0 && value <= max && Number.isInteger(value)) return;
  throw new RangeError(`Expected the ${name} of a sample to be a whole number from 0 to ${max}, found ${value}.`);
}
