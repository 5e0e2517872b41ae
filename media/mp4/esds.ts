/** Descriptor tags (ISO/IEC 14496-1 7.2.2.1). */
const ES_DESCRIPTOR = 0x03;
const DECODER_CONFIG_DESCRIPTOR = 0x04;
const DECODER_SPECIFIC_INFO = 0x05;

/** objectTypeIndication of MPEG-4 audio (ISO/IEC 14496-1 7.2.6.6). */
const MPEG4_AUDIO = 0x40;
/** The AudioObjectType that says "32 plus the next 6 bits" (ISO/IEC 14496-3 1.6.2.1). */
const ESCAPED_OBJECT_TYPE = 31;

/**
 * Names the codec of an `mp4a` sample entry as RFC 6381 §3.3 does: `mp4a.40.2` is AAC-LC.
 *
 * @param esds payload of the esds box (ISO/IEC 14496-14 5.6), or its first bytes
 * @returns undefined when the descriptors cannot be followed: the name is a courtesy, no ground to refuse a file
 */
export function codecNameOfEsds(esds: DataView): string | undefined {
  // version and flags of the box: 4
  const stream = readDescriptor(esds, 4, ES_DESCRIPTOR, 3);
  const config = stream && readDescriptor(stream, streamFieldsBytes(stream), DECODER_CONFIG_DESCRIPTOR, 13);
  if (config === undefined) return undefined;
  const objectType = config.getUint8(0);
  const name = `mp4a.${objectType.toString(16).padStart(2, '0').toUpperCase()}`;
  if (objectType !== MPEG4_AUDIO) return name;
  // ISO/IEC 14496-1 7.2.6.6: objectTypeIndication 1; streamType, upStream 1; bufferSizeDB 3; bitrates 2 × 4
  const specific = readDescriptor(config, 13, DECODER_SPECIFIC_INFO, 2);
  return specific && `${name}.${audioObjectType(specific)}`;
}

/** ISO/IEC 14496-1 7.2.6.5: ES_ID 2; flags 1; dependsOn_ES_ID 2, URL (length 1, text), OCR_ES_Id 2 where flagged. */
function streamFieldsBytes(stream: DataView): number {
  const flags = stream.getUint8(2);
  const dependsOn = flags & 0x80 ? 2 : 0;
  const urlAt = 3 + dependsOn;
  const url = flags & 0x40 && urlAt < stream.byteLength ? 1 + stream.getUint8(urlAt) : 0;
  return urlAt + url + (flags & 0x20 ? 2 : 0);
}

/** AudioSpecificConfig, first field (ISO/IEC 14496-3 1.6.2.1): 5 bits, or 5 + 6. */
function audioObjectType(config: DataView): number {
  const bits = config.getUint16(0);
  const objectType = bits >> 11;
  return objectType === ESCAPED_OBJECT_TYPE ? 32 + ((bits >> 5) & 0x3f) : objectType;
}

/**
 * Reads the payload of the descriptor at `at`; its size takes 1 to 4 bytes of 7 bits (ISO/IEC 14496-1 8.3.3).
 *
 * @returns undefined when another descriptor stands there or fewer than `minimumBytes` are left of it
 */
function readDescriptor(view: DataView, at: number, tag: number, minimumBytes: number): DataView | undefined {
  if (at >= view.byteLength || view.getUint8(at) !== tag) return undefined;
  let size = 0;
  let next = at + 1;
  for (let isLast = false; !isLast; next++) {
    if (next >= view.byteLength || next > at + 4) return undefined;
    const byte = view.getUint8(next);
    size = size * 128 + (byte & 0x7f);
    isLast = byte < 0x80;
  }
  const length = Math.min(size, view.byteLength - next);
  return length < minimumBytes ? undefined : new DataView(view.buffer, view.byteOffset + next, length);
}
