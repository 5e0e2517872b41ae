import { type BoxPart, box, bytes, fullBox, joined, uint8, uint16, uint32, zeros } from './box-parts.ts';
import type { AacDescription } from './movie-description.ts';
import type { SampleTable } from './sample-table.ts';

/** MP4AudioSampleEntry `mp4a` (ISO/IEC 14496-14 5.6.1, an AudioSampleEntry of ISO/IEC 14496-12 12.2.3). */
export function aacSampleEntry(aac: AacDescription, samples: SampleTable): BoxPart {
  return box(
    'mp4a',
    zeros(6), // reserved (8.5.2.2)
    uint16(1), // data_reference_index (8.5.2.2): the only entry of dref
    zeros(8), // reserved
    uint16(aac.channels, 16), // channelcount; samplesize: a template value
    zeros(4), // pre_defined, reserved
    // samplerate, 16.16; a higher rate has no room, and decoders read it from the AudioSpecificConfig
    uint16(aac.sampleRateHz <= 0xffff ? aac.sampleRateHz : 0, 0),
    fullBox('esds', 0, 0, elementaryStream(aac, samples)),
  );
}

/** Descriptor tags (ISO/IEC 14496-1 7.2.2.1). */
const ES_DESCRIPTOR = 0x03;
const DECODER_CONFIG_DESCRIPTOR = 0x04;
const DECODER_SPECIFIC_INFO = 0x05;
const SL_CONFIG_DESCRIPTOR = 0x06;

/** ES_Descriptor (ISO/IEC 14496-1 7.2.6.5). */
function elementaryStream(aac: AacDescription, samples: SampleTable): BoxPart {
  return descriptor(
    ES_DESCRIPTOR,
    uint16(0), // ES_ID: 0 in a file (ISO/IEC 14496-14 3.1.2), where the track_ID stands for it
    uint8(0), // streamDependenceFlag, URL_Flag, OCRstreamFlag, streamPriority
    decoderConfig(aac, samples),
    descriptor(SL_CONFIG_DESCRIPTOR, uint8(2)), // predefined: for use in MP4 files (ISO/IEC 14496-14 3.1.2)
  );
}

/** Input buffer that AAC asks of a decoder: 6,144 bits per channel (ISO/IEC 14496-3 4.5.3.1). */
const BUFFER_BYTES_PER_CHANNEL = 6144 / 8;

/** DecoderConfigDescriptor (ISO/IEC 14496-1 7.2.6.6). */
function decoderConfig(aac: AacDescription, samples: SampleTable): BoxPart {
  return descriptor(
    DECODER_CONFIG_DESCRIPTOR,
    uint8(0x40), // objectTypeIndication: MPEG-4 audio (Table 5)
    uint8(0x15), // streamType 6 bits: audio, 5; upStream 1: 0; reserved 1: 1
    uint8(0), // bufferSizeDB, 24 bits, the upper 8; no count of channels needs them
    uint16(aac.channels * BUFFER_BYTES_PER_CHANNEL),
    // maxBitrate: in any second; avgBitrate: the mean, as other writers have it, though 0 may stand for "variable"
    uint32(samples.maxBitrate, samples.averageBitrate),
    descriptor(DECODER_SPECIFIC_INFO, bytes(aac.audioSpecificConfig)),
  );
}

/** Tag 1; size 1, of 7 bits (ISO/IEC 14496-1 8.3.3): an AudioSpecificConfig has 2 to some 20 bytes. */
function descriptor(tag: number, ...parts: readonly BoxPart[]): BoxPart {
  const content = joined(...parts);
  if (content.sizeBytes > 0x7f) {
    throw new RangeError(`Expected a descriptor of at most 127 bytes, found ${content.sizeBytes}.`);
  }
  return joined(uint8(tag, content.sizeBytes), content);
}
