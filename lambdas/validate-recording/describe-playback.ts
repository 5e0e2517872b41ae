import type { Playback } from '../shared/contract/notification.ts';
import { urlOfKey } from '../shared/recording/recording-keys.ts';
import type { FoundThumbnails } from './find-thumbnails.ts';
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

/**
 * Where and in which qualities viewers can play a recording, with a picture of it if there is one.
 *
 * @param baseUrl In front of both buckets, without a slash at its end.
 */
export function describePlayback(
  { multivariantKey, playable, missing }: PlayableMedia,
  { key: thumbnailKey, count: thumbnailCount }: FoundThumbnails,
  baseUrl: string,
): Omit<Playback, 'access'> {
  return {
    url: urlOfKey(baseUrl, multivariantKey),
    ...(thumbnailKey === undefined ? {} : { thumbnailUrl: urlOfKey(baseUrl, thumbnailKey) }),
    ...(thumbnailCount && { thumbnailCount }),
    renditions: playable.map(({ rendition: { name, width, height } }) => ({
      name,
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
    })),
    ...(missing === undefined ? {} : { missing: describeMissing(missing) }),
  };
}
