import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { type ProbedVideo, probeSegment } from '../../media/remux/probe-segment.ts';
import { refuseInvalid } from '../shared/recording/read-playlist.ts';
import { folderOfKey } from '../shared/recording/recording-keys.ts';
import type { ReadBytes } from '../shared/recording/storage-ports.ts';
import type { ExportSource } from './export-source.ts';

/** Of a segment: nearly four seconds at the most that IVS takes in, 8.5 Mbit/s. */
const maxSizeBytes = 4 * 1024 * 1024;

/**
 * Looks into a rendition's first segment, for what no playlist tells: the exact frame rate, and the size where even the
 * metadata file has none. `undefined` when it cannot be read, which is no fault by itself.
 */
export async function lookAtPictures(
  { recording, rendition, reading }: ExportSource,
  readBytes: ReadBytes,
): Promise<ProbedVideo | undefined> {
  const first = reading.state === 'readable' ? reading.playlist.segments[0] : undefined;
  if (first === undefined) return undefined;
  const key = refuseInvalid(() => resolvePlaylistUri(folderOfKey(rendition.playlistKey), first.uri));
  if ('reason' in key) return undefined;
  const { offset = 0, length = maxSizeBytes } = first.byteRange ?? {};
  const bytes = await readBytes({
    bucket: recording.bucket,
    key: key.value,
    offset,
    maxSizeBytes: Math.min(length, maxSizeBytes),
  });
  return bytes === undefined ? undefined : probeSegment(bytes);
}

/** IVS names renditions by lines and rounded rate: `720p30`. */
export const rateInName = ({ rendition }: ExportSource): number | undefined => {
  const [, rate] = /^\d+p(\d+)$/.exec(rendition.name) ?? [];
  const framesPerSecond = Number(rate);
  return framesPerSecond > 0 && framesPerSecond < 100 ? framesPerSecond : undefined;
};
