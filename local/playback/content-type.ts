import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.ts': 'video/mp2t',
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
};

/** What S3 calls an object whose uploader did not say what it is. */
const unknownTypes: readonly (string | undefined)[] = [undefined, 'binary/octet-stream', 'application/octet-stream'];

/**
 * The type to serve an object with: the one it was stored with, or else by its extension.
 *
 * CloudFront never changes a type. But a copy of a recording loses its types when it is uploaded with a plain tool,
 * and then a browser offers the MP4 for download and Safari refuses the playlist, which says nothing about the system.
 */
export function chooseContentType(key: string, stored: string | undefined): string | undefined {
  return unknownTypes.includes(stored) ? (types[extname(key).toLowerCase()] ?? stored) : stored;
}
