/** Keys of a recording's objects. Paths in the metadata file are relative to their parent level, never fixed. */
import type { RecordingMetadata } from '../contract/recording-metadata.ts';

type Located = { readonly prefix: string };

/** Folder of everything HLS, with its slash. */
export const hlsFolderKey = ({ prefix }: Located, { media }: RecordingMetadata): string =>
  `${prefix}/${media.hls.path}/`;

/** Key of the multivariant playlist. */
export const multivariantKey = (recording: Located, metadata: RecordingMetadata): string =>
  `${hlsFolderKey(recording, metadata)}${metadata.media.hls.playlist}`;

/** Folder that holds an object, with its slash; empty for an object at the bucket's root. */
export const folderOfKey = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

/**
 * URL of an object behind the playback host.
 * @param baseUrl Without a slash at its end.
 */
export const urlOfKey = (baseUrl: string, key: string): string => `${baseUrl}/${pathOfKey(key)}`;

/** A key as a relative path of URLs, percent-encoded (RFC 3986 §2.1). */
export const pathOfKey = (key: string): string => key.split('/').map(encodeURIComponent).join('/');
