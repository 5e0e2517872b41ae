import { type Box, payloadBytes } from './box.ts';
import type { BoxReader } from './box-reader.ts';
import { codecNameOfEsds } from './esds.ts';
import { Mp4DamagedError } from './mp4-damaged-error.ts';

/** What a track's first sample entry says. */
export interface SampleEntry {
  /** The entry's four characters, with its profile where that is easy to read (RFC 6381 §3.3): `avc1.4D401F`. */
  readonly codec: string;
  /** Coded pixels, of video. */
  readonly width?: number;
  readonly height?: number;
}

/** Fields of a VisualSampleEntry before its child boxes (ISO/IEC 14496-12 8.5.2.2 and 12.1.3.2): 8 + 70 bytes. */
const VISUAL_FIELDS_BYTES = 78;
/** Fields of an AudioSampleEntry before its child boxes (ISO/IEC 14496-12 8.5.2.2 and 12.2.3.2): 8 + 20 bytes. */
const AUDIO_FIELDS_BYTES = 28;

/**
 * Reads the first sample entry of stsd (ISO/IEC 14496-12 8.5.2).
 *
 * @throws Mp4DamagedError `box-missing` when there is none
 */
export async function readSampleEntry(boxes: BoxReader, stsd: Box, kind: string): Promise<SampleEntry> {
  const entry = await firstEntry(boxes, stsd);
  if (kind === 'video') return readVisualEntry(boxes, entry);
  return { codec: kind === 'audio' ? await audioCodec(boxes, entry) : entry.type };
}

async function firstEntry(boxes: BoxReader, stsd: Box): Promise<Box> {
  // version and flags 4; entry_count 4
  for await (const entry of boxes.childrenAfter(stsd, 8)) return entry;
  throw new Mp4DamagedError('box-missing', stsd.offset, 'expected a sample entry in stsd, found none');
}

async function readVisualEntry(boxes: BoxReader, entry: Box): Promise<SampleEntry> {
  // reserved 6; data_reference_index 2; pre_defined, reserved 16; width 2; height 2
  const view = await boxes.payload(entry, VISUAL_FIELDS_BYTES);
  return { codec: await videoCodec(boxes, entry), width: view.getUint16(24), height: view.getUint16(26) };
}

/** RFC 6381 §3.3: profile_idc, constraint flags and level_idc of the AVCDecoderConfigurationRecord, in hexadecimal. */
async function videoCodec(boxes: BoxReader, entry: Box): Promise<string> {
  if (entry.type !== 'avc1' && entry.type !== 'avc3') return entry.type;
  const avcC = await findChild(boxes, entry, VISUAL_FIELDS_BYTES, 'avcC');
  if (avcC === undefined) return entry.type;
  // ISO/IEC 14496-15 5.3.3.1: configurationVersion 1; AVCProfileIndication 1; profile_compatibility 1; level 1
  const view = await boxes.payload(avcC, 4);
  const hexadecimal = (view.getUint32(0) & 0xff_ffff).toString(16).padStart(6, '0').toUpperCase();
  return `${entry.type}.${hexadecimal}`;
}

async function audioCodec(boxes: BoxReader, entry: Box): Promise<string> {
  if (entry.type !== 'mp4a') return entry.type;
  // QuickTime's version 1 and 2 entries have more fields before their child boxes, where ISO's reserve zeros.
  if ((await boxes.payload(entry, AUDIO_FIELDS_BYTES)).getUint16(8) !== 0) return entry.type;
  const esds = await findChild(boxes, entry, AUDIO_FIELDS_BYTES, 'esds');
  if (esds === undefined) return entry.type;
  // An esds of AAC takes some 50 bytes; what is read here stands in its first 30.
  return codecNameOfEsds(await boxes.payload(esds, Math.min(payloadBytes(esds), 256))) ?? entry.type;
}

async function findChild(boxes: BoxReader, entry: Box, fieldsBytes: number, type: string): Promise<Box | undefined> {
  for await (const child of boxes.childrenAfter(entry, fieldsBytes)) {
    if (child.type === type) return child;
  }
  return undefined;
}
