import { BitReader, rawByteSequencePayload } from './bit-reader.ts';
import { readVideoUsability, type VideoUsability } from './video-usability.ts';

/** What an MP4 has to know of a sequence parameter set (ISO/IEC 14496-10 7.3.2.1.1). */
export interface SequenceParameterSet extends VideoUsability {
  /** seq_parameter_set_id. */
  readonly id: number;
  /** RFC 6381 section 3.3, such as `avc1.4D401F`: profile_idc, constraint flags and level_idc. */
  readonly codec: string;
  /** Pixels, cropping applied. */
  readonly width: number;
  readonly height: number;
  /** chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormatIdc: number;
  /** Bits. */
  readonly lumaBitDepth: number;
  readonly chromaBitDepth: number;
}

/** profile_idc with chroma format, bit depths and scaling lists (7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
/** Ranges of seq_parameter_set_id, chroma_format_idc, bit depths minus 8 (7.4.2.1.1). */
const MAX_ID = 31;
const MAX_CHROMA_FORMAT = 3;
const MAX_BIT_DEPTH_MINUS_8 = 6;
/** num_ref_frames_in_pic_order_cnt_cycle (7.4.2.1.1). */
const MAX_ORDER_CYCLE = 255;
/** A picture may be this long by any level (table A-1: √(8 × MaxFS) macroblocks). */
const MAX_MACROBLOCKS = 1056;

/**
 * Reads a sequence parameter set.
 *
 * @param nal the NAL unit without its start code
 * @returns a string that completes "expected …, found …" when it cannot be one
 */
export function readSequenceParameterSet(nal: Uint8Array): SequenceParameterSet | string {
  const reader = new BitReader(rawByteSequencePayload(nal));
  const profile = reader.bits(8);
  const constraints = reader.bits(8);
  const level = reader.bits(8);
  const id = reader.unsigned();
  const format = HIGH_PROFILES.has(profile) ? readFormat(reader) : DEFAULT_FORMAT;
  const hasOrder = skipPictureOrder(reader);
  const size = readSize(reader, format);
  const usability = reader.flag() ? readVideoUsability(reader) : {};
  const isInRange =
    hasOrder &&
    id <= MAX_ID &&
    format.chromaFormatIdc <= MAX_CHROMA_FORMAT &&
    Math.max(format.lumaBitDepth, format.chromaBitDepth) <= 8 + MAX_BIT_DEPTH_MINUS_8;
  if (!reader.isValid || !isInRange || size === undefined) {
    return 'expected a sequence parameter set (ISO/IEC 14496-10 7.3.2.1.1), found one that cannot be read';
  }
  const codec = `avc1.${[profile, constraints, level].map(hexadecimal).join('')}`;
  const { chromaFormatIdc, lumaBitDepth, chromaBitDepth } = format;
  return { id, codec, ...size, chromaFormatIdc, lumaBitDepth, chromaBitDepth, ...usability };
}

interface Format {
  readonly chromaFormatIdc: number;
  readonly hasSeparatePlanes: boolean;
  readonly lumaBitDepth: number;
  readonly chromaBitDepth: number;
}

/** What is inferred where it is not written (7.4.2.1.1). */
const DEFAULT_FORMAT: Format = { chromaFormatIdc: 1, hasSeparatePlanes: false, lumaBitDepth: 8, chromaBitDepth: 8 };

function readFormat(reader: BitReader): Format {
  const chromaFormatIdc = reader.unsigned();
  const hasSeparatePlanes = chromaFormatIdc === 3 && reader.flag();
  const lumaBitDepth = 8 + reader.unsigned();
  const chromaBitDepth = 8 + reader.unsigned();
  reader.flag(); // qpprime_y_zero_transform_bypass_flag
  // seq_scaling_matrix_present_flag; six lists of 16 and two, or six for 4:4:4, of 64
  if (reader.flag()) {
    for (let list = 0; list < (chromaFormatIdc === 3 ? 12 : 8); list++) {
      if (reader.flag()) skipScalingList(reader, list < 6 ? 16 : 64);
    }
  }
  return { chromaFormatIdc, hasSeparatePlanes, lumaBitDepth, chromaBitDepth };
}

/** scaling_list (7.3.2.1.1.1). */
function skipScalingList(reader: BitReader, count: number): void {
  let last = 8;
  for (let index = 0; index < count; index++) {
    const next = (last + reader.signed() + 256) % 256;
    if (next === 0) return;
    last = next;
  }
}

/** Everything between the format and the size. @returns false when what follows cannot be found */
function skipPictureOrder(reader: BitReader): boolean {
  reader.unsigned(); // log2_max_frame_num_minus4
  const type = reader.unsigned(); // pic_order_cnt_type
  if (type === 0) {
    reader.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
  } else if (type === 1) {
    reader.flag(); // delta_pic_order_always_zero_flag
    reader.signed(); // offset_for_non_ref_pic
    reader.signed(); // offset_for_top_to_bottom_field
    const count = reader.unsigned();
    if (count > MAX_ORDER_CYCLE) return false;
    for (let index = 0; index < count; index++) reader.signed(); // offset_for_ref_frame
  }
  reader.unsigned(); // max_num_ref_frames
  reader.flag(); // gaps_in_frame_num_value_allowed_flag
  return true;
}

/** Width and height with cropping (7.4.2.1.1: equations 7-13 to 7-22); `undefined` when nothing is left of the picture. */
function readSize(reader: BitReader, { chromaFormatIdc, hasSeparatePlanes }: Format) {
  const widthInMacroblocks = reader.unsigned() + 1;
  const mapUnits = reader.unsigned() + 1;
  const fieldFactor = reader.flag() ? 1 : 2; // frame_mbs_only_flag
  if (fieldFactor === 2) reader.flag(); // mb_adaptive_frame_field_flag
  reader.flag(); // direct_8x8_inference_flag
  const crop = reader.flag() ? Array.from({ length: 4 }, () => reader.unsigned()) : [];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  // ChromaArrayType is 0 with separate planes; cropping then counts luma samples.
  const hasChroma = chromaFormatIdc > 0 && !hasSeparatePlanes;
  const unitX = hasChroma && chromaFormatIdc < 3 ? 2 : 1;
  const unitY = (hasChroma && chromaFormatIdc === 1 ? 2 : 1) * fieldFactor;
  const width = 16 * widthInMacroblocks - unitX * (left + right);
  const height = 16 * fieldFactor * mapUnits - unitY * (top + bottom);
  const isPossible = widthInMacroblocks <= MAX_MACROBLOCKS && fieldFactor * mapUnits <= MAX_MACROBLOCKS;
  return isPossible && width > 0 && height > 0 ? { width, height } : undefined;
}

const hexadecimal = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();
