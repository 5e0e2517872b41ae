import * as fc from 'fast-check';

/** Objects of the ordinary kind, so that they compare equal to what is read. */
const plain = { noNullPrototype: true } as const;

/** Numbers as playlists have them: short decimals, so that sums stay exact enough to compare. */
const seconds = fc.nat(20_000).map((milliseconds) => milliseconds / 1000);

const segment = fc.record({
  uri: fc.oneof(
    fc.nat(99).map((index) => `${index}.ts`),
    fc.constantFrom('sub/0.ts', './a.ts', 'a%20b.ts', '../up.ts', 'https://example.com/0.ts', 'é.ts', 'init.mp4'),
  ),
  durationSeconds: seconds,
  title: fc.constantFrom(undefined, 'a title, with a comma'),
  byteRange: fc.option(
    fc.record({ length: fc.integer({ min: 1, max: 1e9 }), offset: fc.oneof(fc.constant(0), fc.nat()) }, plain),
    {
      nil: undefined,
    },
  ),
  isDiscontinuity: fc.boolean(),
  isGap: fc.boolean(),
  map: fc.constantFrom(undefined, undefined, 'init-0.mp4', '../init.mp4'),
  key: fc.constantFrom(undefined, undefined, undefined, 'AES-128'),
  programDateTime: fc.constantFrom(undefined, '2023-02-09T22:55:41.550Z'),
});

/** A media playlist before it is written. */
export const mediaPlaylistPlan = fc.record({
  version: fc.constantFrom(undefined, 3, 4, 8),
  targetDurationSeconds: fc.nat(30),
  mediaSequence: fc.constantFrom(undefined, 0, 41, Number.MAX_SAFE_INTEGER),
  playlistType: fc.constantFrom(undefined, 'EVENT' as const, 'VOD' as const),
  hasEndList: fc.boolean(),
  isFromIvs: fc.boolean(),
  segments: fc.array(segment, { maxLength: 6 }),
});
export type MediaPlaylistPlan = typeof mediaPlaylistPlan extends fc.Arbitrary<infer Plan> ? Plan : never;
type SegmentPlan = MediaPlaylistPlan['segments'][number];

const line = (isThere: boolean, text: string): string[] => (isThere ? [text] : []);

/** As encoders write it (RFC 8216 §4.3). */
export function writeMediaPlaylist(plan: MediaPlaylistPlan): string {
  return [
    '#EXTM3U',
    ...line(plan.version !== undefined, `#EXT-X-VERSION:${plan.version}`),
    `#EXT-X-TARGETDURATION:${plan.targetDurationSeconds}`,
    ...line(plan.mediaSequence !== undefined, `#EXT-X-MEDIA-SEQUENCE:${plan.mediaSequence}`),
    ...line(plan.playlistType !== undefined, `#EXT-X-PLAYLIST-TYPE:${plan.playlistType}`),
    ...line(plan.isFromIvs, '#EXT-X-TWITCH-TOTAL-SECS:24.246\n#ID3-EQUIV-TDTG:2023-02-09T22:58:35'),
    ...plan.segments.flatMap(segmentLines),
    ...line(plan.hasEndList, '#EXT-X-ENDLIST'),
    '',
  ].join('\n');
}

function segmentLines({ byteRange, map, key, ...segment }: SegmentPlan): string[] {
  return [
    ...line(segment.isDiscontinuity, '#EXT-X-DISCONTINUITY'),
    ...line(map !== undefined, `#EXT-X-MAP:URI="${map}",BYTERANGE="720@0"`),
    ...line(key !== undefined, `#EXT-X-KEY:METHOD=${key},URI="key,1.bin",IV=0x00`),
    ...line(segment.programDateTime !== undefined, `#EXT-X-PROGRAM-DATE-TIME:${segment.programDateTime}`),
    ...line(segment.isGap, '#EXT-X-GAP'),
    ...line(byteRange !== undefined, `#EXT-X-BYTERANGE:${byteRange?.length}@${byteRange?.offset}`),
    `#EXTINF:${segment.durationSeconds.toFixed(3)},${segment.title ?? ''}`,
    segment.uri,
  ];
}

const variant = fc.record({
  uri: fc.constantFrom('720p30/playlist.m3u8', '160p30/playlist.m3u8', 'playlist.m3u8', '../x.m3u8', '%2e%2e/x.m3u8'),
  bandwidth: fc.nat(),
  codecs: fc.constantFrom([], ['avc1.4D401F', 'mp4a.40.2']),
  resolution: fc.option(fc.record({ width: fc.nat(4096), height: fc.nat(4096) }, plain), { nil: undefined }),
  frameRate: fc.constantFrom(undefined, 30, 59.94),
  videoGroup: fc.constantFrom(undefined, '720p30', '160p30'),
  media: fc.constantFrom(undefined, 'VIDEO', 'AUDIO', 'SOMETHING-NEW'),
});

/** A multivariant playlist before it is written. */
export const multivariantPlan = fc.record({
  version: fc.constantFrom(undefined, 1, 6),
  variants: fc.array(variant, { minLength: 1, maxLength: 5 }),
});
export type MultivariantPlan = typeof multivariantPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

/** @see writeMediaPlaylist */
export function writeMultivariantPlaylist({ version, variants }: MultivariantPlan): string {
  return [
    '#EXTM3U',
    ...line(version !== undefined, `#EXT-X-VERSION:${version}`),
    '#EXT-X-SESSION-DATA:DATA-ID="net.live-video.content.id",VALUE="AsXego4U6tnj"',
    ...variants.flatMap(variantLines),
  ].join('\n');
}

function variantLines({
  media,
  uri,
  bandwidth,
  codecs,
  resolution,
  frameRate,
  videoGroup,
}: MultivariantPlan['variants'][number]) {
  const attributes = [
    `BANDWIDTH=${bandwidth}`,
    ...line(codecs.length > 0, `CODECS="${codecs.join(',')}"`),
    ...line(resolution !== undefined, `RESOLUTION=${resolution?.width}x${resolution?.height}`),
    ...line(frameRate !== undefined, `FRAME-RATE=${frameRate}`),
    ...line(videoGroup !== undefined, `VIDEO="${videoGroup}"`),
  ];
  return [
    ...line(media !== undefined, `#EXT-X-MEDIA:TYPE=${media},GROUP-ID="${videoGroup}",NAME="a name",DEFAULT=YES`),
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    uri,
  ];
}

/** Tags and pieces of them. */
export const PLAYLIST_FRAGMENTS: readonly string[] = [
  ...['#EXTM3U\n', '#EXTINF:10.000,\n', '#EXTINF:1', '#EXT-X-ENDLIST\n', '#EXT-X-DISCONTINUITY\n', '#EXT-X-GAP\n'],
  ...['#EXT-X-BYTERANGE:5@0\n', '#EXT-X-BYTERANGE:9\n', '#EXT-X-MAP:URI="../i.mp4"\n', '#EXT-X-KEY:METHOD=NONE\n'],
  ...['#EXT-X-STREAM-INF:BANDWIDTH=1\nx.m3u8\n', '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="b",URI="../a.m3u8"\n'],
  ...[
    '#EXT-X-TARGETDURATION:',
    '#EXT-X-KEY:METHOD=AES-128,URI="../k.bin"\n',
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple.streamingkeydelivery"\n',
    '#EXT-X-DATERANGE:ID="a",START-DATE="2026-06-23T20:12:41Z"\n',
    '#EXT-X-MAP:URI="i.mp4"\n',
    'URI="',
    'BANDWIDTH=',
    '"',
    ',',
    '=',
    '@',
    '0.ts\n',
    '../../0.ts\n',
    '%2e%2e%2f0.ts\n',
  ],
  ...['\nhttps://example.com/0.ts\n', '\n//example.com/0.ts\n', '\n/etc/passwd\n', '\n..\\0.ts\n', 'x'.repeat(5000)],
];
