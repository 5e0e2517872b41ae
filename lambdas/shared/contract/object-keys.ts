/** The S3 keys of this system, so that no two rooms spell one differently. */

/** Metadata files that mark the end of a recording, the better one first. */
export const metadataFileNames = ['recording-ended.json', 'recording-failed.json'] as const;

/** Folder of the metadata files of a recording, with the trailing slash that keeps a listing to itself. */
export const eventsFolderKey = (prefix: string): string => `${prefix}/events/`;

/** Key of one metadata file. */
export const metadataFileKey = (prefix: string, fileName: string): string => `${eventsFolderKey(prefix)}${fileName}`;

/** The prefix that a metadata file's key belongs to; `undefined` when the key is not a metadata file's. */
export function recordingPrefixOfMetadataKey(key: string): string | undefined {
  const ending = metadataFileNames.map((fileName) => `/events/${fileName}`).find((suffix) => key.endsWith(suffix));
  return ending === undefined ? undefined : key.slice(0, -ending.length);
}

/** File format of an export; also its file name extension. */
export type ExportFormat = 'mp4';

/** Key of an export in the exports bucket: predictable, and overwritten by a re-run. */
export function exportKey(parts: {
  channelId: string;
  recordingId: string;
  exportName: string;
  format: ExportFormat;
}): string {
  return `${parts.channelId}/${parts.recordingId}/${parts.exportName}.${parts.format}`;
}
