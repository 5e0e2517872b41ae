import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitAdtsFrames } from '../sample/elementary-streams.ts';
import type { EncodeCache } from './encode-cache.ts';

/** Encoded sound: ADTS frames of 1024 samples (ISO/IEC 14496-3 1.A.2), headers included. */
export interface AudioSource {
  readonly sampleRateHz: number;
  readonly frames: readonly Buffer[];
}

interface AudioRecipe {
  readonly sampleRateHz: number;
  readonly layout: 'mono' | 'stereo' | '5.1';
  readonly bitRate: string;
}

/** All encodings of sound that cases are made of. */
const RECIPES = {
  stereo: { sampleRateHz: 48_000, layout: 'stereo', bitRate: '64k' },
  mono44: { sampleRateHz: 44_100, layout: 'mono', bitRate: '48k' },
  stereo44: { sampleRateHz: 44_100, layout: 'stereo', bitRate: '64k' },
  mono: { sampleRateHz: 48_000, layout: 'mono', bitRate: '48k' },
  surround: { sampleRateHz: 48_000, layout: '5.1', bitRate: '160k' },
  /** As the core of HE-AAC has it: half the rate that is heard. */
  half: { sampleRateHz: 24_000, layout: 'stereo', bitRate: '48k' },
} satisfies Record<string, AudioRecipe>;

export type AudioName = keyof typeof RECIPES;

const SECONDS = 13;

/** Noise and a tone that glides: no two frames are alike. */
function encoderArguments({ sampleRateHz, layout, bitRate }: AudioRecipe): string[] {
  const sound = `aevalsrc='0.3*sin(2*PI*(300+40*t)*t)+0.02*(random(0)-0.5)':s=${sampleRateHz}:d=${SECONDS}`;
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', sound],
    ...['-af', `aformat=channel_layouts=${layout}`, '-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', bitRate],
    ...['-threads', '1', '-flags', '+bitexact', '-fflags', '+bitexact', '-f', 'adts', 'audio.aac'],
  ];
}

/** Encodes, or takes from the cache. */
export async function loadAudio(name: AudioName, cache: EncodeCache): Promise<AudioSource> {
  const recipe = RECIPES[name];
  const folder = await cache.encode(encoderArguments(recipe));
  const frames = splitAdtsFrames(await readFile(join(folder, 'audio.aac')));
  return { sampleRateHz: recipe.sampleRateHz, frames };
}

/** Bytes of the header: 7, or 9 with a checksum (1.A.2.2: protection_absent is the last bit of the second byte). */
export const adtsHeaderBytes = (frame: Buffer): number => ((frame.readUInt8(1) & 1) === 1 ? 7 : 9);

/** The same frame with room for a checksum in its header; decoders do not look at it unless they are told to. */
export function withChecksum(frame: Buffer): Buffer {
  const header = Buffer.concat([frame.subarray(0, 7), Buffer.alloc(2)]);
  header.writeUInt8(header.readUInt8(1) & 0xfe, 1);
  setFrameLength(header, frame.length + 2);
  return Buffer.concat([header, frame.subarray(7)]);
}

/** The same header with other bits: number_of_raw_data_blocks_in_frame (its last two bits) or the channels. */
export function withHeaderBits(
  frame: Buffer,
  { blocks = 0, channels }: { blocks?: number; channels?: number },
): Buffer {
  const changed = Buffer.from(frame);
  changed.writeUInt8((changed.readUInt8(6) & 0xfc) | blocks, 6);
  if (channels !== undefined) {
    // channel_configuration: the last bit of byte 2 and the first two of byte 3.
    changed.writeUInt8((changed.readUInt8(2) & 0xfe) | (channels >> 2), 2);
    changed.writeUInt8((changed.readUInt8(3) & 0x3f) | ((channels & 3) << 6), 3);
  }
  return changed;
}

/** aac_frame_length, header included: 13 bits across bytes 3 to 5. */
export function setFrameLength(header: Buffer, length: number): void {
  header.writeUInt8((header.readUInt8(3) & 0xfc) | (length >> 11), 3);
  header.writeUInt8((length >> 3) & 0xff, 4);
  header.writeUInt8(((length & 7) << 5) | (header.readUInt8(5) & 0x1f), 5);
}
