import type { AacFormat } from './aac-format.ts';
import { BitWriter } from './bit-writer.ts';

/** id_syn_ele (ISO/IEC 14496-3 table 4.85): a channel, a pair of channels, a channel of low frequencies. */
type Element = 'SCE' | 'CPE' | 'LFE';
const ELEMENT_IDS: Readonly<Record<Element, number>> = { SCE: 0, CPE: 1, LFE: 3 };
/** ID_END. */
const END = 7;

/** The elements of each channelConfiguration, in their order (ISO/IEC 14496-3 table 1.19). */
const ELEMENTS: Readonly<Record<number, readonly Element[]>> = {
  1: ['SCE'],
  2: ['CPE'],
  3: ['SCE', 'CPE'],
  4: ['SCE', 'CPE', 'SCE'],
  5: ['SCE', 'CPE', 'CPE'],
  6: ['SCE', 'CPE', 'CPE', 'LFE'],
  7: ['SCE', 'CPE', 'CPE', 'CPE', 'LFE'],
};

/**
 * Writes an AAC frame that decodes to silence: a raw_data_block (ISO/IEC 14496-3 4.4.2.1) in whose channels no spectral
 * coefficient is coded (max_sfb 0). It stands where the source has no audio: many players ignore, or are put out by, a
 * frame that is said to last longer than 1,024 samples.
 *
 * @returns the frame without ADTS header, 4 to 21 bytes
 */
export function silentFrame({ channelConfiguration }: AacFormat): Uint8Array {
  const bits = new BitWriter();
  const tags: Record<Element, number> = { SCE: 0, CPE: 0, LFE: 0 };
  for (const element of ELEMENTS[channelConfiguration] ?? []) {
    // element_instance_tag tells elements of one kind apart.
    bits.write(ELEMENT_IDS[element], 3).write(tags[element]++, 4);
    if (element === 'CPE') writePair(bits);
    else writeChannel(bits, true);
  }
  return bits.write(END, 3).toBytes();
}

/** channel_pair_element (table 4.5): common_window 1, one ics_info for both, ms_mask_present 0. */
function writePair(bits: BitWriter): void {
  bits.write(1, 1);
  writeWindow(bits);
  bits.write(0, 2);
  writeChannel(bits, false);
  writeChannel(bits, false);
}

/** individual_channel_stream (table 4.50). Of no scale factor bands, section and scale factor data take no bit. */
function writeChannel(bits: BitWriter, hasOwnWindow: boolean): void {
  // global_gain: 100 is a factor of 1 (4.6.2.3.2); nothing is multiplied by it.
  bits.write(100, 8);
  if (hasOwnWindow) writeWindow(bits);
  // pulse_data_present, tns_data_present, gain_control_data_present
  bits.write(0, 3);
}

/**
 * ics_info (table 4.6): ics_reserved_bit 0, window_sequence ONLY_LONG_SEQUENCE, window_shape 0, max_sfb 0,
 * predictor_data_present 0.
 */
function writeWindow(bits: BitWriter): void {
  bits.write(0, 1).write(0, 2).write(0, 1).write(0, 6).write(0, 1);
}
