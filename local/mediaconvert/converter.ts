/** The inputs of a conversion, one after the other, as files in a scratch directory. */
export interface ConversionInput {
  /** One for each input of the job, in order. */
  readonly sources: readonly ConversionSource[];
  /**
   * MPEG-TS files to be played one after the other. Within a file the timestamps run on; each next file starts a
   * timeline of its own (HLS calls that a discontinuity).
   */
  readonly paths: readonly string[];
  /** The same bytes cut up as the playlist has them, in order. */
  readonly segments: readonly ConversionSegment[];
  /** Sum of the playlist's segment durations, in seconds. For progress only: `EXTINF` may be wrong. */
  readonly expectedSeconds: number;
  /** Only a stretch of it; all of it when absent. */
  readonly clip?: ConversionClip | undefined;
}

/** One input of the job. */
export interface ConversionSource {
  /** The rendition that was read, for messages. */
  readonly playlistUrl: string;
  /** Index of its first segment, which begins a file of its own. */
  readonly firstSegment: number;
}

/** A stretch that begins in the first input and ends in the last. */
export interface ConversionClip {
  /** From the first picture of the first input, in seconds. */
  readonly startSeconds: number;
  /** From the first picture of the last input, in seconds; what begins there is left out. Infinite to take the rest. */
  readonly endSeconds: number;
}

/** One media segment, which lies in one of the input's files. */
export interface ConversionSegment {
  /** Where it came from, for messages. */
  readonly url: string;
  readonly path: string;
  /** Byte position in the file. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** By `EXTINF`. */
  readonly durationSeconds: number;
  readonly isDiscontinuous: boolean;
}

/** The video track of an output: as it is in the input, or encoded as H.264. Bit rates are bits per second. */
export type VideoPlan =
  | { readonly codec: 'passthrough' }
  | {
      readonly codec: 'h264';
      readonly width?: number | undefined;
      readonly height?: number | undefined;
      readonly isStretched: boolean;
      readonly rateControl: 'qvbr' | 'vbr' | 'cbr';
      /** QVBR level 1–10, 10 the best; `undefined` leaves it to the encoder. */
      readonly qualityLevel?: number | undefined;
      readonly bitrate?: number | undefined;
      readonly maxBitrate?: number | undefined;
      readonly gop?: { readonly size: number; readonly unit: 'frames' | 'seconds' } | undefined;
      readonly profile?: 'baseline' | 'main' | 'high' | undefined;
    };

/** The audio track of an output: as it is in the input, or encoded as AAC. */
export type AudioPlan = { readonly trackNumber: number } & (
  | { readonly codec: 'passthrough' }
  | {
      readonly codec: 'aac';
      readonly channels?: number | undefined;
      readonly sampleRateHz?: number | undefined;
      readonly bitrate?: number | undefined;
    }
);

/** One MP4 file to be written. A track that is left out is not written; audio tracks count from 1. */
export interface ConversionOutput {
  readonly path: string;
  readonly video?: VideoPlan | undefined;
  readonly audio?: AudioPlan | undefined;
  /** Whether `moov` must stand before `mdat`, so that a player can start before the file is complete. */
  readonly isIndexFirst: boolean;
}

/**
 * Turns MPEG-TS into one MP4 file and tells what is to be warned of. Reports its progress as a fraction from 0 to 1, and
 * rejects with the signal's reason soon after the signal is aborted; what it has written by then is the caller's to
 * remove.
 */
export type Converter = (
  input: ConversionInput,
  output: ConversionOutput,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<readonly string[]>;
