import { type BoxPart, box, bytes, characters, joined, uint8, uint16, uint32, zeros } from './box-parts.ts';
import type { AvcDescription, ColourDescription } from './movie-description.ts';

/**
 * AVCSampleEntry `avc1`: parameter sets here and nowhere else (ISO/IEC 14496-15 5.4.2.1, a VisualSampleEntry of
 * ISO/IEC 14496-12 12.1.3).
 *
 * @throws RangeError when the parameter sets do not fit their fields
 */
export function avcSampleEntry(avc: AvcDescription): BoxPart {
  return box(
    'avc1',
    zeros(6), // reserved (8.5.2.2)
    uint16(1), // data_reference_index (8.5.2.2): the only entry of dref
    zeros(16), // pre_defined, reserved
    uint16(avc.width, avc.height),
    uint32(0x48_0000, 0x48_0000), // horizresolution, vertresolution: 72 dpi, a template value
    zeros(4), // reserved
    uint16(1), // frame_count: one per sample
    zeros(32), // compressorname: none
    uint16(0x18, 0xffff), // depth: colour without alpha, a template value; pre_defined: −1
    box('avcC', decoderConfiguration(avc)),
    ...(avc.colour === undefined ? [] : [colourBox(avc.colour)]),
    ...pixelAspectBoxes(avc),
  );
}

/** Profiles whose record ends before the chroma format (ISO/IEC 14496-15 5.3.3.1.2): Baseline, Main, Extended. */
const PROFILES_WITHOUT_EXTENSION: readonly number[] = [66, 77, 88];

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1.2). */
function decoderConfiguration(avc: AvcDescription): BoxPart {
  requireCount('sequence parameter sets', avc.sequenceParameterSets, 31);
  requireCount('picture parameter sets', avc.pictureParameterSets, 255);
  const { profile, compatibility, level } = commonProfile(avc.sequenceParameterSets);
  return joined(
    uint8(1), // configurationVersion
    uint8(profile, compatibility, level),
    uint8(0xff), // reserved 6 × 1; lengthSizeMinusOne: 3
    uint8(0xe0 + avc.sequenceParameterSets.length), // reserved 3 × 1; numOfSequenceParameterSets
    ...avc.sequenceParameterSets.map(withLength),
    uint8(avc.pictureParameterSets.length),
    ...avc.pictureParameterSets.map(withLength),
    ...(PROFILES_WITHOUT_EXTENSION.includes(profile) ? [] : [highProfileFields(avc)]),
  );
}

/** Each value with its reserved bits, all 1; numOfSequenceParameterSetExt: those belong to auxiliary pictures. */
function highProfileFields({ chromaFormatIdc, lumaBitDepth, chromaBitDepth }: AvcDescription): BoxPart {
  return uint8(0xfc + chromaFormatIdc, 0xf8 + lumaBitDepth - 8, 0xf8 + chromaBitDepth - 8, 0);
}

/**
 * What is true of all sequence parameter sets (ISO/IEC 14496-15 5.3.3.1.1 and .3): a compatibility flag only if all set
 * it, the highest level; the profile is the first one's.
 */
function commonProfile(sets: readonly Uint8Array[]): { profile: number; compatibility: number; level: number } {
  // NAL unit header 1; profile_idc 1; constraint flags 1; level_idc 1 (ISO/IEC 14496-10 7.3.2.1.1)
  return {
    profile: sets[0]?.[1] ?? 0,
    compatibility: sets.reduce((flags, set) => flags & (set[2] ?? 0), 0xff),
    level: Math.max(...sets.map((set) => set[3] ?? 0)),
  };
}

function withLength(nalUnit: Uint8Array): BoxPart {
  if (nalUnit.length > 0xffff) {
    throw new RangeError(`Expected a parameter set below 64 KiB, found ${nalUnit.length} bytes.`);
  }
  return joined(uint16(nalUnit.length), bytes(nalUnit));
}

function requireCount(name: string, sets: readonly Uint8Array[], max: number): void {
  if (sets.length >= 1 && sets.length <= max) return;
  throw new RangeError(`Expected 1 to ${max} ${name}, found ${sets.length}.`);
}

/** colr (ISO/IEC 14496-12 12.1.5): colour_type; code points 2 each; full_range_flag 1 bit, reserved 7. */
function colourBox({ primaries, transfer, matrix, isFullRange }: ColourDescription): BoxPart {
  return box('colr', characters('nclx'), uint16(primaries, transfer, matrix), uint8(isFullRange ? 0x80 : 0));
}

/** pasp (ISO/IEC 14496-12 12.1.4): hSpacing 4, vSpacing 4; without it pixels are square. */
function pixelAspectBoxes({ sampleAspectRatio: ratio }: AvcDescription): BoxPart[] {
  if (ratio === undefined || ratio.width === ratio.height) return [];
  return [box('pasp', uint32(ratio.width, ratio.height))];
}
