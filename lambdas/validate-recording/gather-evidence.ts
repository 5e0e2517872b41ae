/** Reads everything that the judgement rests on. */
import { parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { type MultivariantPlaylist, parseMultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { requireReadable } from '../shared/recording/archived.ts';
import type { EndedRecording } from '../shared/recording/read-metadata.ts';
import {
  type PlaylistReading,
  parsePlaylist,
  readPlaylistText,
  refuseInvalid,
} from '../shared/recording/read-playlist.ts';
import { folderOfKey, hlsFolderKey, multivariantKey } from '../shared/recording/recording-keys.ts';
import { collectRenditions, type Rendition } from '../shared/recording/renditions.ts';
import { checkSegments } from '../shared/recording/segment-gaps.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { FolderListing, ListFolder, ReadText } from '../shared/recording/storage-ports.ts';
import { isMediaKey, type RecordingEvidence, type RenditionEvidence } from './evidence.ts';

/** What gathering needs. */
export interface GatherPorts {
  readonly readText: ReadText;
  readonly listFolder: ListFolder;
}

/**
 * Reads the multivariant playlist, then, for all renditions at once, each playlist and the listing of each folder: a
 * rendition of 48 h has 17,280 segments, which are 18 listings instead of as many HEADs.
 * @throws RecordingArchivedError, RecordingDamagedError, StorageUnavailableError, StorageAccessDeniedError
 */
export async function gatherEvidence(
  recording: ServedRecording,
  ended: EndedRecording,
  ports: GatherPorts,
): Promise<RecordingEvidence> {
  const { bucket } = recording;
  const key = multivariantKey(recording, ended.metadata);
  const text = await readPlaylistText({ bucket, key }, ports.readText);
  const read = parsePlaylist(text, parseMultivariantPlaylist);
  const { multivariant, renditions } = nameRenditions(recording, ended.metadata, read);
  const evidence = await Promise.all(renditions.map((rendition) => gatherRendition(bucket, rendition, ports)));
  return {
    ...ended,
    multivariant: { ...multivariant, key, text },
    renditions: evidence,
    hasUnnamedMedia: renditions.length === 0 && (await hasMedia(recording, ended.metadata, ports)),
  };
}

/** A multivariant playlist that points out of its folder is as useless to a player here as one that does not parse. */
function nameRenditions(
  recording: ServedRecording,
  metadata: RecordingMetadata,
  read: PlaylistReading<MultivariantPlaylist>,
): { multivariant: PlaylistReading<MultivariantPlaylist>; renditions: Rendition[] } {
  const playlist = read.state === 'readable' ? read.playlist : undefined;
  const collected = refuseInvalid(() => collectRenditions(recording, metadata, playlist));
  if ('value' in collected) return { multivariant: read, renditions: collected.value };
  return {
    multivariant: { state: 'invalid', reason: collected.reason },
    renditions: collectRenditions(recording, metadata, undefined),
  };
}

/** A playlist is parsed only once it can be checked: five of 48 h, parsed and waiting, cost 50 MB at the peak. */
async function gatherRendition(bucket: string, rendition: Rendition, ports: GatherPorts): Promise<RenditionEvidence> {
  const { folderKey, playlistKey } = rendition;
  const [{ sizes }, text] = await Promise.all([
    listReadable(bucket, folderKey, ports),
    readPlaylistText({ bucket, key: playlistKey }, ports.readText),
  ]);
  const folder = folderOfKey(playlistKey).slice(folderKey.length);
  const playlist = parsePlaylist(text, (content) => checkSegments(parseMediaPlaylist(content), folder, sizes));
  return { rendition, playlist, text, hasMedia: [...sizes.keys()].some(isMediaKey) };
}

async function hasMedia(recording: ServedRecording, metadata: RecordingMetadata, ports: GatherPorts): Promise<boolean> {
  const { sizes } = await listReadable(recording.bucket, hlsFolderKey(recording, metadata), ports);
  return [...sizes.keys()].some(isMediaKey);
}

async function listReadable(bucket: string, prefix: string, { listFolder }: GatherPorts): Promise<FolderListing> {
  const listing = await listFolder({ bucket, prefix });
  requireReadable(listing);
  return listing;
}
