import type { Playback } from '../shared/contract/notification.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import { urlOfKey } from '../shared/recording/recording-keys.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { FindFirstKey } from '../shared/recording/storage-ports.ts';
import { countThumbnails } from './count-thumbnails.ts';
import type { Judgement } from './judge-recording.ts';
import { describeMissing, type MissingPieces } from './missing-media.ts';

/** What there is to play. */
export interface PlayableMedia extends Pick<Judgement, 'playable'> {
  readonly multivariantKey: string;
  /** Milliseconds, of the longest rendition. */
  readonly durationMs: number;
  /** Of a partial recording only. */
  readonly missing?: MissingPieces;
}

/** What describing needs. */
export interface DescribePlaybackPorts {
  readonly findFirstKey: FindFirstKey;
  readonly playbackBaseUrl: string;
}

/** The first of the pictures that IVS numbers. */
const firstThumbnail = '/thumb0.jpg';

/** Where and in which qualities viewers can play a recording, with a picture of it if there is one. */
export async function describePlayback(
  recording: ServedRecording,
  metadata: RecordingMetadata,
  { multivariantKey, playable, missing }: PlayableMedia,
  ports: DescribePlaybackPorts,
): Promise<Omit<Playback, 'access'>> {
  const thumbnailKey = await findThumbnail(recording, metadata, ports.findFirstKey);
  const folder = thumbnailKey?.endsWith(firstThumbnail) ? thumbnailKey.slice(0, -firstThumbnail.length) : undefined;
  const thumbnailCount =
    folder && (await countThumbnails({ bucket: recording.bucket, prefix: `${folder}/` }, ports.findFirstKey));
  return {
    url: urlOfKey(ports.playbackBaseUrl, multivariantKey),
    ...(thumbnailKey === undefined ? {} : { thumbnailUrl: urlOfKey(ports.playbackBaseUrl, thumbnailKey) }),
    ...(thumbnailCount && { thumbnailCount }),
    renditions: playable.map(({ rendition: { name, width, height } }) => ({
      name,
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
    })),
    ...(missing === undefined ? {} : { missing: describeMissing(missing) }),
  };
}

/** The first of the sequence, or else the latest one, which the metadata names as a file; only what is really there. */
async function findThumbnail(
  { bucket, prefix }: ServedRecording,
  { media }: RecordingMetadata,
  findFirstKey: FindFirstKey,
): Promise<string | undefined> {
  const folder = media.thumbnails?.path;
  const first = folder === undefined ? undefined : await findFirstKey({ bucket, prefix: `${prefix}/${folder}/` });
  if (first !== undefined) return first;
  const latest = media.latest_thumbnail?.path;
  if (latest === undefined) return undefined;
  const key = `${prefix}/${latest}`;
  // The first key with this prefix is this very one, if it is there, and not one that goes on, such as thumb.jpg.bak.
  return (await findFirstKey({ bucket, prefix: key })) === key ? key : undefined;
}
