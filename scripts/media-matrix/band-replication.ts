import { adtsHeaderBytes, setFrameLength } from './audio-source.ts';

/**
 * Makes a frame of HE-AAC out of one of AAC-LC, since ffmpeg has no encoder for it: a fill element with SBR data is put
 * between the sound and the end of the raw data block. A decoder then puts out twice the sample rate, and the header,
 * as usual in ADTS, says nothing of it.
 */
export function withBandReplication(frame: Buffer): Buffer {
  const headerBytes = adtsHeaderBytes(frame);
  const block = bitsOf(frame.subarray(headerBytes));
  // ID_END is three ones (ISO/IEC 14496-3, table 4.85), behind which zeros fill the last byte.
  const end = block.lastIndexOf('1') - 2;
  const raw = bytesOf(block.slice(0, end) + fillElement() + block.slice(end, end + 3));
  const changed = Buffer.concat([frame.subarray(0, headerBytes), raw]);
  setFrameLength(changed, changed.length);
  return changed;
}

const PAYLOAD_BYTES = 40;

/** 4.4.2.7: ID_FIL 110; a count of 15 is continued in the next eight bits, one less. */
function fillElement(): string {
  const count = `1111${(PAYLOAD_BYTES - 14).toString(2).padStart(8, '0')}`;
  return `110${count}${bandReplicationData().padEnd(8 * PAYLOAD_BYTES, '0')}`;
}

/**
 * 4.4.2.8: EXT_SBR_DATA 1101, a header, and data of nothing but zeros: one envelope and one noise floor, of which all
 * differences are 0 (the Huffman codes of 0 are zeros), no harmonics, no extension.
 */
function bandReplicationData(): string {
  const [ampRes, startFrequency, stopFrequency, xoverBand, reserved, extra] = ['0', '0101', '1000', '000', '00', '00'];
  return ['1101', '1', ampRes, startFrequency, stopFrequency, xoverBand, reserved, extra].join('');
}

const bitsOf = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');

const bytesOf = (bits: string): Buffer =>
  Buffer.from(
    Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
      parseInt(bits.slice(8 * at, 8 * at + 8).padEnd(8, '0'), 2),
    ),
  );
