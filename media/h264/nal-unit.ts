/** nal_unit_type (ISO/IEC 14496-10 table 7-1). */
const SLICE = 1;
export const SLICE_DATA_PARTITION_B = 3;
export const SLICE_DATA_PARTITION_C = 4;
export const IDR_SLICE = 5;
const SEI = 6;
export const SEQUENCE_PARAMETER_SET = 7;
export const PICTURE_PARAMETER_SET = 8;
export const ACCESS_UNIT_DELIMITER = 9;
const SEQUENCE_PARAMETER_SET_EXTENSION = 13;

/** The type of a NAL unit by its first byte (ISO/IEC 14496-10 7.3.1). */
export const nalTypeOf = (firstByte: number): number => firstByte & 0x1f;

/** forbidden_zero_bit, which shall be 0 (ISO/IEC 14496-10 7.4.1). */
export const hasForbiddenBit = (firstByte: number): boolean => (firstByte & 0x80) !== 0;

/** A coded slice or a slice data partition of the primary picture (ISO/IEC 14496-10 table 7-1): types 1 to 5. */
export const isSlice = (type: number): boolean => type >= SLICE && type <= IDR_SLICE;

/**
 * Whether a slice begins a picture: first_mb_in_slice is ue(v), and the value 0 is a single set bit (ISO/IEC 14496-10
 * 7.3.3, 9.1).
 *
 * @param secondByte the first byte of the slice header; of types 1, 2 and 5
 */
export const isFirstSliceOfPicture = (secondByte: number): boolean => (secondByte & 0x80) !== 0;

/**
 * Whether a sample of an MP4 leaves a NAL unit of this type out: parameter sets stand in `avcC`, delimiters mark what the
 * sample's size says, filler data fills the channel (ISO/IEC 14496-15 5.3.2, 5.4.2.2).
 */
export function isStripped(type: number): boolean {
  return type >= SEQUENCE_PARAMETER_SET && type <= SEQUENCE_PARAMETER_SET_EXTENSION;
}

/** Whether a NAL unit of this type, after the last slice, begins the next access unit (ISO/IEC 14496-10 7.4.1.2.3). */
export function beginsAccessUnit(type: number): boolean {
  return (type >= SEI && type <= ACCESS_UNIT_DELIMITER) || (type >= 14 && type <= 18);
}
