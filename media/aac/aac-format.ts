/** Samples in an AAC frame. ADTS knows no other number: frameLengthFlag (ISO/IEC 14496-3 4.4.1) has no field in it. */
export const SAMPLES_PER_FRAME = 1024;

/** How a stream of AAC is coded: what its decoder must know beforehand, and what may not change inside a track. */
export interface AacFormat {
  /** AudioObjectType (ISO/IEC 14496-3 table 1.17): 1 Main, 2 LC, 3 SSR, 4 LTP. */
  readonly objectType: number;
  /** samplingFrequencyIndex (table 1.18). */
  readonly samplingFrequencyIndex: number;
  /**
   * Of the core. HE-AAC, which ADTS cannot announce (its extension hides in fill elements, 4.6.18), sounds at twice the
   * rate but is counted at this one.
   */
  readonly sampleRateHz: number;
  /** channelConfiguration (table 1.19), 1 to 7. */
  readonly channelConfiguration: number;
  readonly channels: number;
}

/** ISO/IEC 14496-3 table 1.18. */
const SAMPLE_RATES_HZ: readonly number[] = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
/** ISO/IEC 14496-3 table 1.19. */
const CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];

/**
 * Makes a format of the fields of an ADTS header.
 *
 * @param profile profile_ObjectType of 2 bits: AudioObjectType − 1 (ISO/IEC 14496-3 1.A.2.2.1)
 * @returns a clause that says what is unsupported, or the format
 */
export function makeAacFormat(
  profile: number,
  frequencyIndex: number,
  channelConfiguration: number,
): AacFormat | string {
  const sampleRateHz = SAMPLE_RATES_HZ[frequencyIndex];
  if (sampleRateHz === undefined) {
    return `expected a sampling_frequency_index of 0 to 12 (ISO/IEC 14496-3 table 1.18), found ${frequencyIndex}`;
  }
  const channels = CHANNELS[channelConfiguration] ?? 0;
  if (channels === 0) {
    return 'expected a channel_configuration of 1 to 7 (ISO/IEC 14496-3 table 1.19), found 0: channels set out inside the stream';
  }
  return {
    objectType: profile + 1,
    samplingFrequencyIndex: frequencyIndex,
    sampleRateHz,
    channelConfiguration,
    channels,
  };
}

/** Whether frames of both can be in one track. */
export const isSameAacFormat = (one: AacFormat, other: AacFormat): boolean =>
  one.objectType === other.objectType &&
  one.sampleRateHz === other.sampleRateHz &&
  one.channelConfiguration === other.channelConfiguration;

/** Such as `AAC object type 2, 48000 Hz, 2 channels`; for messages. */
export function describeAacFormat({ objectType, sampleRateHz, channels }: AacFormat): string {
  return `AAC object type ${objectType}, ${sampleRateHz} Hz, ${channels} ${channels === 1 ? 'channel' : 'channels'}`;
}

/** Name of the codec by RFC 6381 §3.3, such as `mp4a.40.2`. */
export const aacCodecName = ({ objectType }: AacFormat): string => `mp4a.40.${objectType}`;

/**
 * AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1): AudioObjectType (5 bits), samplingFrequencyIndex (4),
 * channelConfiguration (4), then GASpecificConfig (4.4.1): frameLengthFlag, dependsOnCoreCoder, extensionFlag, all 0.
 */
export function audioSpecificConfig(format: AacFormat): Uint8Array {
  const bits = (format.objectType << 11) | (format.samplingFrequencyIndex << 7) | (format.channelConfiguration << 3);
  return Uint8Array.of(bits >> 8, bits & 0xff);
}
