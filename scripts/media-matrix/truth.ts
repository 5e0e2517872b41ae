/** What a remux must carry: kept beside the recording that was made from it. */
import { NAL, nalType } from './nal-units.ts';

/** One access unit. */
export interface TrueFrame {
  /** 90 kHz, not wrapped. */
  readonly pts: number;
  readonly dts: number;
  /** An IDR picture. */
  readonly isKey: boolean;
  /** The sample: NAL units with lengths, without those that are not carried; an AAC frame without its ADTS header. */
  readonly bytes: Buffer;
}

/** The frames of a stretch, in decoding order. */
export interface TruePart {
  readonly sampleRateHz: number | undefined;
  readonly video: readonly TrueFrame[];
  readonly audio: readonly TrueFrame[];
  /** Distinct sequence and picture parameter sets, which the decoder has to be given. */
  readonly parameterSets: readonly Buffer[];
  /** The first 16 bits of the AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1) that the decoder has to be given. */
  readonly audioConfig: number | undefined;
}

/** Distinct parameter sets among NAL units. */
export function parameterSetsOf(units: readonly Buffer[]): Buffer[] {
  const sets = units.filter((unit) => nalType(unit) === NAL.sps || nalType(unit) === NAL.pps);
  return sets.filter((one, index) => sets.findIndex((other) => other.equals(one)) === index);
}

/** What an ADTS header (1.A.2.2.1) says in the form of an AudioSpecificConfig: object type 5 bits, rate 4, channels 4. */
export function audioConfigOf(frame: Buffer | undefined): number | undefined {
  if (frame === undefined) return undefined;
  const header = frame.readUInt32BE(0);
  const [profile, rate, channels] = [(header >> 14) & 3, (header >> 10) & 15, (header >> 6) & 7];
  return ((profile + 1) << 11) | (rate << 7) | (channels << 3);
}
