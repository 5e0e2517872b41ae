/**
 * An ID3v2.4.0 tag with one `TXXX` frame (user-defined text: encoding, description, 0, value).
 *
 * @param description ASCII
 * @param value ASCII; tag and frame must stay under 128 bytes, so that one byte holds their "synchsafe" sizes
 * @see https://id3.org/id3v2.4.0-structure
 */
export function id3TextTag(description: string, value: string): Buffer {
  const text = Buffer.concat([Buffer.from([3]), Buffer.from(`${description}\0${value}\0`)]); // 3: UTF-8
  const frame = Buffer.concat([Buffer.from('TXXX'), Buffer.from([0, 0, 0, text.length, 0, 0]), text]);
  if (frame.length > 127) {
    throw new RangeError(`An ID3 frame of ${frame.length} bytes is too long: expected at most 127 bytes.`);
  }
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([4, 0, 0, 0, 0, 0, frame.length]), frame]);
}
