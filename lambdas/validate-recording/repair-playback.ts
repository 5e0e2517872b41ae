/**
 * Writes the playlists that a partial recording is played through, since IVS's own would stop or hang a player where
 * something is missing (docs/adr/0008).
 */
import { parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { type FaultyRendition, type RepairedRendition, repairRenditions } from '../../media/hls/repair-renditions.ts';
import { rewriteMultivariantPlaylist } from '../../media/hls/rewrite-multivariant-playlist.ts';
import { writeMediaPlaylist } from '../../media/hls/write-media-playlist.ts';
import { RecordingDamagedError } from '../shared/contract/errors.ts';
import { repairedMultivariantKey, repairedRenditionKey } from '../shared/contract/object-keys.ts';
import { folderOfKey, hlsFolderKey, pathOfKey, urlOfKey } from '../shared/recording/recording-keys.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { SegmentGap } from '../shared/recording/segment-gaps.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { WritePlaylist } from '../shared/recording/storage-ports.ts';
import type { RecordingEvidence, RenditionEvidence } from './evidence.ts';
import type { Judgement } from './judge-recording.ts';

/** What repairing needs. */
export interface RepairPorts {
  readonly writePlaylist: WritePlaylist;
  readonly exportsBucket: string;
}

/** A rendition that viewers can choose, with what is known of its media. */
export interface OfferedRendition extends FaultyRendition {
  readonly rendition: Rendition;
}

/** What viewers can play of a partial recording. */
export interface RepairedPlayback {
  readonly multivariantKey: string;
  /** Highest first. */
  readonly renditions: readonly RepairedRendition<OfferedRendition>[];
}

/**
 * Repairs the playlists and writes them: the multivariant one last, so that it never names one that is not there.
 *
 * @throws RecordingDamagedError, StorageUnavailableError, StorageAccessDeniedError
 */
export async function repairPlayback(
  recording: ServedRecording,
  evidence: RecordingEvidence,
  { playable }: Judgement,
  { writePlaylist, exportsBucket: bucket }: RepairPorts,
): Promise<RepairedPlayback> {
  const hlsFolder = hlsFolderKey(recording, evidence.metadata);
  const keyOf = ({ rendition }: OfferedRendition): string =>
    repairedRenditionKey(recording, rendition.playlistKey.slice(hlsFolder.length));
  const offered = evidence.renditions.filter(({ rendition }) => playable.some((each) => each.rendition === rendition));
  const renditions = repairRenditions(offered.flatMap(readRendition));
  const keys = new Map(renditions.map(({ original }) => [original.rendition.playlistKey, keyOf(original)]));
  const multivariantKey = repairedMultivariantKey(recording);
  const multivariant = rewriteMultivariant(recording, evidence, (uri) => {
    const key = keys.get(resolvePlaylistUri(hlsFolder, uri));
    return key === undefined ? undefined : pathOfKey(key.slice(folderOfKey(multivariantKey).length));
  });
  await Promise.all(
    renditions.map(({ original, segments }) =>
      writePlaylist({ bucket, key: keyOf(original) }, writeMediaPlaylist({ ...original.playlist, segments })),
    ),
  );
  await writePlaylist({ bucket, key: multivariantKey }, multivariant);
  return { multivariantKey, renditions };
}

function rewriteMultivariant(
  { bucket, prefix }: ServedRecording,
  { multivariant: { text = '' } }: RecordingEvidence,
  place: (uri: string) => string | undefined,
): string {
  const rewritten = rewriteMultivariantPlaylist(text, place);
  if (rewritten.includes('\n#EXT-X-STREAM-INF:')) return rewritten;
  throw new RecordingDamagedError(
    `The recording s3://${bucket}/${prefix} cannot be played: none of its variant streams can be, only what goes along with them. If the objects can be brought back, do so and redrive this execution.`,
  );
}

function readRendition({ rendition, playlist, text }: RenditionEvidence): OfferedRendition[] {
  if (playlist.state !== 'readable' || text === undefined) return [];
  const folder = folderOfKey(rendition.playlistKey);
  return [
    {
      name: rendition.name,
      rendition,
      kind: kindOf(rendition),
      playlist: parseMediaPlaylist(text),
      missing: new Set(playlist.playlist.gaps.flatMap(indexesOf)),
      // From the root, since CloudFront leads the paths of recordings and of these playlists to different buckets.
      place: (uri) => urlOfKey('', resolvePlaylistUri(folder, uri)),
    },
  ];
}

/** Pictures or none, and the codecs without their profiles, in which a player can be told to change. */
const kindOf = ({ height, codecs }: Rendition): string =>
  [height === undefined ? 'sound' : 'picture', ...new Set(codecs.map((codec) => codec.split('.')[0]))].sort().join();

const indexesOf = ({ firstIndex, segmentCount }: SegmentGap): number[] =>
  Array.from({ length: segmentCount }, (_, index) => firstIndex + index);
