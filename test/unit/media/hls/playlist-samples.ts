/** A multivariant playlist as IVS writes it: no version, no newline at the end, the best rendition first. */
export const IVS_MULTIVARIANT = `#EXTM3U
#EXT-X-SESSION-DATA:DATA-ID="net.live-video.content.id",VALUE="AsXego4U6tnj"
#EXT-X-SESSION-DATA:DATA-ID="net.live-video.customer.id",VALUE="123456789012"
#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="720p30",NAME="720p",AUTOSELECT=YES,DEFAULT=YES
#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=2440200,CODECS="avc1.4D401F,mp4a.40.2",RESOLUTION=1280x720,VIDEO="720p30"
720p30/playlist.m3u8
#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="160p30",NAME="160p",AUTOSELECT=YES,DEFAULT=YES
#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=288240,CODECS="avc1.4D400C,mp4a.40.2",RESOLUTION=284x160,VIDEO="160p30"
160p30/playlist.m3u8`;

/** A finished rendition playlist as IVS writes it: still of type EVENT, a date on every segment, tags of its own. */
export const IVS_MEDIA = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:12
#ID3-EQUIV-TDTG:2023-02-09T22:58:35
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-TWITCH-ELAPSED-SECS:0.000
#EXT-X-TWITCH-TOTAL-SECS:24.246
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:41.550Z
#EXTINF:10.267,
0.ts
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:51.817Z
#EXTINF:11.000,
1.ts
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:56:02.817Z
#EXTINF:2.979,
2.ts
#EXT-X-ENDLIST`;

/** A byte-range playlist as IVS writes it: several ranges, each with its offset, of each segment. */
export const IVS_BYTE_RANGE = `#EXTM3U
#EXT-X-VERSION:4
#EXT-X-TARGETDURATION:12
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:41.550Z
#EXTINF:1.000,
#EXT-X-BYTERANGE:224848@0
0.ts
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:42.550Z
#EXTINF:1.267,
#EXT-X-BYTERANGE:381264@224848
0.ts
#EXT-X-ENDLIST
`;

/** Every tag that a later reader of media cares about, as other encoders write them. */
export const RICH_MEDIA = `#EXTM3U
#EXT-X-VERSION:8
#EXT-X-TARGETDURATION:6
#EXT-X-MEDIA-SEQUENCE:41
#EXT-X-DISCONTINUITY-SEQUENCE:3
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="init-0.mp4",BYTERANGE="720@0"
#EXT-X-KEY:METHOD=AES-128,URI="key,1.bin",IV=0x000102030405060708090A0B0C0D0E0F
#EXTINF:6,a title, with a comma
#EXT-X-BYTERANGE:1000@720
media.mp4
#EXTINF:5.5,
#EXT-X-BYTERANGE:500
media.mp4
#EXT-X-KEY:METHOD=NONE
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="init-1.mp4"
#EXTINF:4.25,
#EXT-X-GAP
absent.mp4
#EXT-X-ENDLIST
`;

/** A media playlist with the given lines after the tags that it needs. */
export function mediaPlaylist(...lines: string[]): string {
  return ['#EXTM3U', '#EXT-X-TARGETDURATION:12', ...lines, ''].join('\n');
}

/** A multivariant playlist with the given lines. */
export function multivariantPlaylist(...lines: string[]): string {
  return ['#EXTM3U', ...lines, ''].join('\n');
}

/** A finished IVS playlist of any length, in the shape of {@link IVS_MEDIA}. */
export function longIvsPlaylist(segmentCount: number): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:12', '#EXT-X-PLAYLIST-TYPE:EVENT'];
  lines.push('#EXT-X-MEDIA-SEQUENCE:0');
  for (let index = 0; index < segmentCount; index++) {
    const date = new Date(Date.UTC(2023, 1, 9) + index * 10_267).toISOString();
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${date}`, '#EXTINF:10.267,', `${index}.ts`);
  }
  lines.push('#EXT-X-ENDLIST');
  return lines.join('\n');
}
