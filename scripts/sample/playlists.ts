import { durationMs, peakBitsPerSecond, TARGET_DURATION_SECONDS, type WrittenRendition } from './written-rendition.ts';

/** Names of the playlists that IVS writes. */
export const PLAYLIST_NAMES = {
  multivariant: 'master.m3u8',
  byteRangeMultivariant: 'byte-range-multivariant.m3u8',
  media: 'playlist.m3u8',
  byteRange: 'byte-range-variant.m3u8',
} as const;

/** H.264 Main with constraint_set1, level 3.1, and AAC-LC: what IVS states, and what the sample is encoded as. */
const CODECS = 'avc1.4D401F,mp4a.40.2';

/** How long after the recording's end a real media playlist was last written. */
const PLAYLIST_DELAY_MS = 2000;

/**
 * The multivariant playlist (RFC 8216, 4.3.4) as IVS writes it: no `EXT-X-VERSION` and no newline at the end.
 *
 * @param mediaPlaylistName which of a rendition's two playlists to point at
 */
export function multivariantPlaylist(
  renditions: WrittenRendition[],
  owner: { channelId: string; accountId: string },
  mediaPlaylistName: string,
): string {
  const variants = renditions.flatMap((rendition) => {
    const { name, width, height } = rendition.rung;
    return [
      `#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="${name}",NAME="${height}p",AUTOSELECT=YES,DEFAULT=YES`,
      `#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=${peakBitsPerSecond(rendition)},CODECS="${CODECS}",` +
        `RESOLUTION=${width}x${height},VIDEO="${name}"`,
      `${name}/${mediaPlaylistName}`,
    ];
  });
  return [
    '#EXTM3U',
    `#EXT-X-SESSION-DATA:DATA-ID="net.live-video.content.id",VALUE="${owner.channelId}"`,
    `#EXT-X-SESSION-DATA:DATA-ID="net.live-video.customer.id",VALUE="${owner.accountId}"`,
    ...variants,
  ].join('\n');
}

/** A finished rendition's `playlist.m3u8`: still of type EVENT, but ended; one entry per segment. */
export function mediaPlaylist(rendition: WrittenRendition, firstFrameAt: Date): string {
  const totalMs = durationMs(rendition);
  const writtenAt = new Date(firstFrameAt.getTime() + totalMs + PLAYLIST_DELAY_MS);
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${TARGET_DURATION_SECONDS}`,
    `#ID3-EQUIV-TDTG:${writtenAt.toISOString().slice(0, 19)}`,
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-TWITCH-ELAPSED-SECS:0.000',
    `#EXT-X-TWITCH-TOTAL-SECS:${seconds(totalMs)}`,
    ...rendition.segments.flatMap((segment) => [...timeAndLength(segment, firstFrameAt), segment.fileName]),
    '#EXT-X-ENDLIST',
  ]);
}

/** A rendition's `byte-range-variant.m3u8`: the same files, one entry per key-frame interval (RFC 8216, 4.3.2.2). */
export function byteRangePlaylist(rendition: WrittenRendition, firstFrameAt: Date): string {
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:4',
    `#EXT-X-TARGETDURATION:${TARGET_DURATION_SECONDS}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...rendition.segments.flatMap(({ fileName, ranges }) =>
      ranges.flatMap((range) => [
        ...timeAndLength(range, firstFrameAt),
        `#EXT-X-BYTERANGE:${range.sizeBytes}@${range.offset}`,
        fileName,
      ]),
    ),
    '#EXT-X-ENDLIST',
  ]);
}

function timeAndLength(entry: { startMs: number; durationMs: number }, firstFrameAt: Date): string[] {
  const startsAt = new Date(firstFrameAt.getTime() + entry.startMs);
  return [`#EXT-X-PROGRAM-DATE-TIME:${startsAt.toISOString()}`, `#EXTINF:${seconds(entry.durationMs)},`];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function lines(content: string[]): string {
  return `${content.join('\n')}\n`;
}
