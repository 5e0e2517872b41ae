import { BitReader, rawByteSequencePayload } from './bit-reader.ts';

/** The beginning of a picture parameter set (ISO/IEC 14496-10 7.3.2.2). */
export interface PictureParameterSet {
  /** pic_parameter_set_id. */
  readonly id: number;
  /** seq_parameter_set_id of the sequence parameter set that it goes with. */
  readonly sequenceParameterSetId: number;
}

/** Ranges of the two (7.4.2.2). */
const MAX_ID = 255;
const MAX_SEQUENCE_ID = 31;

/**
 * Reads the ids of a picture parameter set.
 *
 * @param nal the NAL unit without its start code
 * @returns a string that completes "expected …, found …" when it cannot be one
 */
export function readPictureParameterSet(nal: Uint8Array): PictureParameterSet | string {
  const reader = new BitReader(rawByteSequencePayload(nal));
  const id = reader.unsigned();
  const sequenceParameterSetId = reader.unsigned();
  if (reader.isValid && id <= MAX_ID && sequenceParameterSetId <= MAX_SEQUENCE_ID)
    return { id, sequenceParameterSetId };
  return 'expected a picture parameter set (ISO/IEC 14496-10 7.3.2.2), found one that cannot be read';
}
