import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { remuxCapacity } from '../shared/contract/export-engine.ts';
import { folderBelow, type ListedRendition, whyNotRemux } from './why-not-remux.ts';

/** What remux could do with a rendition. */
export type RemuxVerdict =
  | { readonly isPossible: true; readonly sourceBytes: number }
  | {
      readonly isPossible: false;
      readonly obstacle: 'not-carriable' | 'too-long';
      /** A clause. */
      readonly reason: string;
    };

/**
 * Judges whether remux can carry a rendition, and within its time.
 * @param bytesPerSecond What it carries in a second, as configured.
 */
export function judgeForRemux(listed: ListedRendition, bytesPerSecond: number): RemuxVerdict {
  const reason = whyNotRemux(listed);
  if (reason !== undefined) return { isPossible: false, obstacle: 'not-carriable', reason };
  const sourceBytes = listed.reading.state === 'readable' ? sumBytes(listed, listed.reading.playlist) : 0;
  const seconds = Math.ceil(sourceBytes / bytesPerSecond);
  if (seconds <= remuxCapacity.usableSeconds) return { isPossible: true, sourceBytes };
  const work = `${(sourceBytes / 1e9).toFixed(1)} GB at ${(bytesPerSecond / 1e6).toFixed(1)} MB/s take ${seconds} s`;
  const limit = `of which its Lambda has ${remuxCapacity.usableSeconds}`;
  return { isPossible: false, obstacle: 'too-long', reason: `it is too long: ${work}, ${limit}` };
}

function sumBytes({ rendition, sizes }: ListedRendition, { segments }: MediaPlaylist): number {
  const folder = folderBelow(rendition);
  return segments.reduce(
    (sum, { uri, byteRange }) => sum + (byteRange?.length ?? sizes.get(resolvePlaylistUri(folder, uri)) ?? 0),
    0,
  );
}
