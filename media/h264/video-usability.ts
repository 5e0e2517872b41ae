import type { BitReader } from './bit-reader.ts';

/** How pictures are meant to look (ISO/IEC 14496-10 annex E). */
export interface VideoUsability {
  /** Width and height of a pixel (E.2.1); `undefined` when the stream does not say. */
  readonly sampleAspectRatio?: { readonly width: number; readonly height: number } | undefined;
  /** Code points (tables E-3 to E-5), 2 where unspecified; `undefined` when the stream does not say. */
  readonly colour?:
    | {
        readonly primaries: number;
        readonly transfer: number;
        readonly matrix: number;
        readonly isFullRange: boolean;
      }
    | undefined;
  /** By the timing information (E.2.1), as progressive video has it; `undefined` when the stream does not say. */
  readonly framesPerSecond?: number | undefined;
}

/** aspect_ratio_idc (table E-1), from 1. */
const SAMPLE_ASPECT_RATIOS = [
  [1, 1],
  [12, 11],
  [10, 11],
  [16, 11],
  [40, 33],
  [24, 11],
  [20, 11],
  [32, 11],
  [80, 33],
  [18, 11],
  [15, 11],
  [64, 33],
  [160, 99],
  [4, 3],
  [3, 2],
  [2, 1],
] as const;
const EXTENDED_SAR = 255;
const UNSPECIFIED = 2;

/** Reads vui_parameters (E.1.1) up to the timing information. */
export function readVideoUsability(reader: BitReader): VideoUsability {
  const sampleAspectRatio = reader.flag() ? readSampleAspectRatio(reader) : undefined;
  if (reader.flag()) reader.flag(); // overscan_info_present_flag, overscan_appropriate_flag
  const colour = reader.flag() ? readColour(reader) : undefined;
  return { sampleAspectRatio, colour, framesPerSecond: reader.attempt(() => readFrameRate(reader)) };
}

/** chroma_loc_info, then timing_info; a frame takes two ticks (E.2.1). */
function readFrameRate(reader: BitReader): number | undefined {
  if (reader.flag()) {
    reader.unsigned(); // chroma_sample_loc_type_top_field
    reader.unsigned(); // chroma_sample_loc_type_bottom_field
  }
  if (!reader.flag()) return undefined;
  const [unitsInTick, timeScale] = [reader.bits(32), reader.bits(32)];
  return unitsInTick > 0 && timeScale > 0 ? timeScale / (2 * unitsInTick) : undefined;
}

function readSampleAspectRatio(reader: BitReader): VideoUsability['sampleAspectRatio'] {
  const code = reader.bits(8);
  const [width, height] =
    code === EXTENDED_SAR ? [reader.bits(16), reader.bits(16)] : (SAMPLE_ASPECT_RATIOS[code - 1] ?? [0, 0]);
  // 0 is "unspecified" in each of the two (E.2.1).
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** video_signal_type: the range may be told without the rest. */
function readColour(reader: BitReader): VideoUsability['colour'] {
  reader.bits(3); // video_format
  const isFullRange = reader.flag();
  if (reader.flag()) {
    const [primaries, transfer, matrix] = [reader.bits(8), reader.bits(8), reader.bits(8)];
    return { primaries, transfer, matrix, isFullRange };
  }
  if (!isFullRange) return undefined;
  return { primaries: UNSPECIFIED, transfer: UNSPECIFIED, matrix: UNSPECIFIED, isFullRange };
}
