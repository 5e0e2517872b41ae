/** The S3 keys of this system, so that no two rooms spell one differently. */
import type { ExportFormat } from './export-wish.ts';

/** Metadata files that mark the end of a recording, the better one first. */
export const metadataFileNames = ['recording-ended.json', 'recording-failed.json'] as const;

/** Written when a recording begins. */
export const startedFileName = 'recording-started.json';

/** What the names of a recording's metadata files begin with: a listing of it has three entries at most. */
export const metadataFileStem = 'recording-';

/** Folder of the metadata files of a recording, with the trailing slash that keeps a listing to itself. */
export const eventsFolderKey = (prefix: string): string => `${prefix}/events/`;

/** Key of one metadata file. */
export const metadataFileKey = (prefix: string, fileName: string): string => `${eventsFolderKey(prefix)}${fileName}`;

/** The prefix that a metadata file's key belongs to; `undefined` when the key is not a metadata file's. */
export function recordingPrefixOfMetadataKey(key: string): string | undefined {
  const ending = metadataFileNames.map((fileName) => `/events/${fileName}`).find((suffix) => key.endsWith(suffix));
  return ending === undefined ? undefined : key.slice(0, -ending.length);
}

/** Folder of the pictures that IVS numbers, `thumb0.jpg`, `thumb1.jpg`, …, with the slash at its end. */
export const thumbnailsFolderKey = (prefix: string): string => `${prefix}/media/thumbnails/`;

/** Such pictures of all recordings, as a pattern of keys for permissions; no playlist, segment or metadata file matches it. */
export const numberedThumbnailsPattern = 'ivs/v1/*/*/*/*/*/*/*/*/media/thumbnails/thumb*.jpg';

/** Whether a key is that of a numbered picture of the recording at `prefix`, and of nothing below or beside it. */
export function isNumberedThumbnail(prefix: string, key: string): boolean {
  const folder = thumbnailsFolderKey(prefix);
  return key.startsWith(folder) && /^thumb\d+\.jpg$/.test(key.slice(folder.length));
}

/** The picture that IVS keeps beside them where `recording.thumbnails.storage` has `LATEST`. */
export const latestThumbnailKey = (prefix: string): string => `${prefix}/media/latest_thumbnail/thumb.jpg`;

interface RecordingIds {
  readonly channelId: string;
  readonly recordingId: string;
}

/** Folder of everything that is made of a recording, in the exports bucket: exports and repaired playlists; with its slash. */
export const exportsFolderKey = ({ channelId, recordingId }: RecordingIds): string => `${channelId}/${recordingId}/`;

/**
 * Key of an export in the exports bucket: predictable, and overwritten by a re-run. The format is the file name's
 * extension.
 *
 * @param parts.exportName Derived: `exportNameOf`.
 */
export function exportKey(parts: {
  channelId: string;
  recordingId: string;
  exportName: string;
  format: ExportFormat;
}): string {
  return `${exportsFolderKey(parts)}${parts.exportName}.${parts.format}`;
}

/** The playlists that this system writes, as a pattern of keys for permissions; an export's key never matches it. */
export const repairedPlaylistsPattern = '*/playback/*';

/** Key of the multivariant playlist that plays a partial recording, in the exports bucket: predictable, overwritten. */
export const repairedMultivariantKey = (ids: RecordingIds): string => `${repairedFolderKey(ids)}master.m3u8`;

/**
 * Key of the playlist of one rendition beside it. All end in `.m3u8`: by that CloudFront knows what it may keep for
 * seconds only.
 *
 * @param path Of IVS's own playlist, below the recording's HLS folder.
 */
export const repairedRenditionKey = (ids: RecordingIds, path: string): string =>
  `${repairedFolderKey(ids)}renditions/${path.endsWith('.m3u8') ? path : `${path}.m3u8`}`;

/**
 * The folders that players read of one recording, each with its slash: its media, and the playlists that a partial one is
 * played through. No export is in them.
 */
export const playedFolderKeys = (recording: RecordingIds & { readonly prefix: string }): [string, string] => [
  `${recording.prefix}/media/`,
  repairedFolderKey(recording),
];

const repairedFolderKey = (ids: RecordingIds): string => `${exportsFolderKey(ids)}playback/`;
