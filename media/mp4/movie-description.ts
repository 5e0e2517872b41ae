import type { SampleTable } from './sample-table.ts';

/** Everything that an MP4 says of its media data. */
export interface MovieDescription {
  /** `m4a` is the same file under the brand of audio alone. */
  readonly brand: 'mp4' | 'm4a';
  /** In the order of the file; track_IDs count from 1. */
  readonly tracks: readonly TrackDescription[];
}

/** One track. */
export interface TrackDescription {
  /** Ended, with the track's timescale. */
  readonly samples: SampleTable;
  readonly entry: AvcDescription | AacDescription;
  /**
   * Ticks of the track during which it shows nothing before its first frame: an empty edit (ISO/IEC 14496-12 8.6.6).
   * Some players ignore it. Default 0. The delay of B-frames needs no word: the table knows it.
   */
  readonly startDelayTicks?: number;
}

/** H.264 (ISO/IEC 14496-15 5.3.3). */
export interface AvcDescription {
  readonly kind: 'avc';
  /** Pixels, cropping applied. */
  readonly width: number;
  readonly height: number;
  /** NAL units without start codes, 1 to 31; the first speaks for the track. */
  readonly sequenceParameterSets: readonly Uint8Array[];
  /** NAL units without start codes, 1 to 255. */
  readonly pictureParameterSets: readonly Uint8Array[];
  /** chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormatIdc: number;
  /** Bits. */
  readonly lumaBitDepth: number;
  readonly chromaBitDepth: number;
  /** Sample aspect ratio (ISO/IEC 14496-10 E.2.1); `undefined` when the stream does not say, square when equal. */
  readonly sampleAspectRatio?: { readonly width: number; readonly height: number } | undefined;
  /** Colour (E.2.1); `undefined` when the stream does not say. */
  readonly colour?: ColourDescription | undefined;
}

/** Code points of ISO/IEC 23091-2, the same as in ISO/IEC 14496-10 E.2.1; 2 is unspecified. */
export interface ColourDescription {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly isFullRange: boolean;
}

/** AAC (ISO/IEC 14496-14 5.6). */
export interface AacDescription {
  readonly kind: 'aac';
  readonly sampleRateHz: number;
  readonly channels: number;
  /** ISO/IEC 14496-3 1.6.2.1. */
  readonly audioSpecificConfig: Uint8Array;
}
