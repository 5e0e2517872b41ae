import { parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { requireReadable } from '../shared/recording/archived.ts';
import { type ReadMetadataPorts, readMetadata } from '../shared/recording/read-metadata.ts';
import { parsePlaylist, readPlaylist, readPlaylistText, refuseInvalid } from '../shared/recording/read-playlist.ts';
import { multivariantKey } from '../shared/recording/recording-keys.ts';
import { collectRenditions, type Rendition } from '../shared/recording/renditions.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { chooseRendition } from './choose-rendition.ts';
import type { ExportSource, ExportSources } from './export-source.ts';
import { requireOrder } from './require-join.ts';

/**
 * Reads what is to be known of each recording, one after the other: playlists of 48 h take tens of megabytes.
 *
 * @throws RecordingMetadataMissingError, RecordingMetadataInvalidError, RecordingArchivedError, RecordingDamagedError
 * @throws RenditionNotFoundError, ExportJoinInvalidError, StorageUnavailableError, StorageAccessDeniedError
 */
export async function readSources(
  [first, ...others]: readonly [ServedRecording, ...ServedRecording[]],
  wish: ExportWish,
  ports: ReadMetadataPorts,
): Promise<ExportSources> {
  const sources: [ExportSource, ...ExportSource[]] = [await readSource(first, wish, ports)];
  for (const recording of others) sources.push(await readSource(recording, wish, ports));
  requireOrder(sources);
  return sources;
}

/**
 * One listing, a request for each 1,000 objects, serves twice. Lifecycle rules archive segments and may leave the
 * playlist, being small, readable: any engine would fail on them. And the sizes tell what remux would have to do.
 */
async function readSource(
  recording: ServedRecording,
  wish: ExportWish,
  ports: ReadMetadataPorts,
): Promise<ExportSource> {
  const { bucket } = recording;
  // No event time: the export is wanted of a recording that is known to have ended.
  const { metadata } = await readMetadata(recording, undefined, ports);
  const rendition = chooseRendition(wish, await readRenditions(recording, metadata, ports.readText));
  const listing = await ports.listFolder({ bucket, prefix: rendition.folderKey });
  requireReadable(listing);
  const text = await readPlaylistText({ bucket, key: rendition.playlistKey }, ports.readText);
  return {
    recording,
    metadata,
    rendition,
    sizes: listing.sizes,
    reading: parsePlaylist(text, parseMediaPlaylist),
    playlistBytes: Buffer.byteLength(text ?? ''),
    hasDecimalDurations: !wholeSeconds.test(text ?? ''),
  };
}

const wholeSeconds = /^#EXTINF:\d+(?:,|\s*$)/m;

/** The metadata file alone names renditions well enough when the multivariant playlist is of no use. */
async function readRenditions(
  location: ServedRecording,
  metadata: RecordingMetadata,
  readText: ReadText,
): Promise<Rendition[]> {
  const place = { bucket: location.bucket, key: multivariantKey(location, metadata) };
  const reading = await readPlaylist(place, parseMultivariantPlaylist, readText);
  const multivariant = reading.state === 'readable' ? reading.playlist : undefined;
  const collected = refuseInvalid(() => collectRenditions(location, metadata, multivariant));
  return 'value' in collected ? collected.value : collectRenditions(location, metadata, undefined);
}
