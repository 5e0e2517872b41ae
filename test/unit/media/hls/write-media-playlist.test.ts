import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as hlsParser from 'hls-parser';
import { type MediaPlaylist, parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import type { MediaSegment } from '../../../../media/hls/media-segments.ts';
import { writeMediaPlaylist } from '../../../../media/hls/write-media-playlist.ts';
import { fragmentsSeenByHlsJs } from './hls-js.ts';
import { IVS_BYTE_RANGE, IVS_MEDIA, longIvsPlaylist, mediaPlaylist, RICH_MEDIA } from './playlist-samples.ts';

const KEY = '#EXT-X-KEY:METHOD=AES-128,URI="k.bin",IV=0x01';

/** What players play of it. Gaps are not written, and a discontinuity before the first segment says nothing. */
const playedOf = (segments: readonly MediaSegment[]) =>
  segments.map((segment, index) => ({
    ...segment,
    isGap: false,
    isDiscontinuity: index > 0 && segment.isDiscontinuity,
  }));

const rewrite = (text: string): string => writeMediaPlaylist(parseMediaPlaylist(text));

test('a playlist that IVS left open is written as finished, with all that its segments say', () => {
  const text = rewrite(IVS_MEDIA.replace('#EXT-X-ENDLIST', ''));

  expect(text).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:11
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:41.550Z
#EXTINF:10.267,
0.ts
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:51.817Z
#EXTINF:11,
1.ts
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:56:02.817Z
#EXTINF:2.979,
2.ts
#EXT-X-ENDLIST
`);
});

test.each([
  ['an IVS playlist', IVS_MEDIA],
  ['an IVS playlist with byte ranges', IVS_BYTE_RANGE],
  ['maps, keys and titles', RICH_MEDIA],
  ['an IVS playlist of an hour', longIvsPlaylist(360)],
  [
    'a map in the clear before encrypted segments, and an encrypted one',
    mediaPlaylist('#EXT-X-MAP:URI="a"', KEY, '#EXTINF:1,', '0', '#EXT-X-MAP:URI="b"', '#EXTINF:1,', '1'),
  ],
  ['a map that becomes a range', mediaPlaylist('#EXT-X-MAP:URI="a",BYTERANGE="9@1"', '#EXTINF:1,', '0')],
  [
    'keys of another format, and none',
    mediaPlaylist(
      '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k",KEYFORMAT="com.example",KEYFORMATVERSIONS="1/2"',
      '#EXTINF:1,',
      '0',
      '#EXT-X-KEY:METHOD=NONE',
      '#EXTINF:1,',
      '1',
    ),
  ],
  ['dates of several kinds', mediaPlaylist('#EXT-X-DATERANGE:ID="a"', '#EXT-X-DATERANGE:ID="b"', '#EXTINF:1,', '0')],
  ['durations of many digits', mediaPlaylist('#EXTINF:.5,', '0', '#EXTINF:1.2345678901234567,', '1')],
  ['key frames only', mediaPlaylist('#EXT-X-I-FRAMES-ONLY', '#EXTINF:1,', '#EXT-X-BYTERANGE:1@0', '0')],
])('what is written reads as what was read: %s', (_, text) => {
  const before = parseMediaPlaylist(text);

  const after = parseMediaPlaylist(rewrite(text));

  expect(after.segments).toEqual(playedOf(before.segments));
  expect(after).toMatchObject({ playlistType: 'VOD', hasEndList: true, isIFramesOnly: before.isIFramesOnly });
  expect(after.targetDurationSeconds).toBeGreaterThanOrEqual(Math.round(after.longestSegmentSeconds));
  expect(rewrite(rewrite(text))).toBe(rewrite(text));
});

test.each([
  [1, mediaPlaylist('#EXTINF:1,', '0')],
  [7, mediaPlaylist('#EXT-X-VERSION:7', '#EXTINF:1,', '0')],
  [2, mediaPlaylist(KEY, '#EXTINF:1,', '0')],
  [3, mediaPlaylist('#EXTINF:1.5,', '0')],
  [4, mediaPlaylist('#EXTINF:1,', '#EXT-X-BYTERANGE:1@0', '0')],
  [4, mediaPlaylist('#EXT-X-I-FRAMES-ONLY', '#EXTINF:1,', '0')],
  [5, mediaPlaylist('#EXT-X-KEY:METHOD=X,URI="k",KEYFORMAT="f"', '#EXTINF:1,', '0')],
  [5, mediaPlaylist('#EXT-X-I-FRAMES-ONLY', '#EXT-X-MAP:URI="m"', '#EXTINF:1,', '0')],
  [6, mediaPlaylist('#EXT-X-MAP:URI="m"', '#EXTINF:1,', '0')],
])('the version is at least what the segments need: %i', (version, text) => {
  expect(parseMediaPlaylist(rewrite(text)).version).toBe(version);
});

test('a map is written again after a discontinuity, since not every player carries it over', () => {
  const text = mediaPlaylist('#EXT-X-MAP:URI="m"', '#EXTINF:1,', '0', '#EXT-X-DISCONTINUITY', '#EXTINF:1,', '1');

  expect(rewrite(text).split('#EXT-X-MAP:URI="m"')).toHaveLength(3);
});

test('a playlist without segments is still a playlist', () => {
  expect(parseMediaPlaylist(rewrite(mediaPlaylist()))).toMatchObject({ segments: [], targetDurationSeconds: 1 });
});

const playlists = fc.array(
  fc.record({
    durationSeconds: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
    byteRange: fc.option(fc.record({ length: fc.integer({ min: 1 }), offset: fc.nat() }), { nil: undefined }),
    isDiscontinuity: fc.boolean(),
    key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    map: fc.option(fc.constantFrom('m', 'n'), { nil: undefined }),
    title: fc.option(fc.constantFrom('t', 'a, b'), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 8 },
);

const keyNamed = (uri: string) => ({
  method: 'AES-128',
  uri,
  iv: `0x${'2a'.padStart(32, '0')}`,
  keyFormat: 'identity',
  keyFormatVersions: undefined,
});

const segmentsOf = (made: typeof playlists extends fc.Arbitrary<infer Made> ? Made : never): MediaSegment[] => {
  let map: string | undefined;
  return made.map((segment, index) => {
    // Nothing unsets a map.
    map = segment.map ?? map;
    return {
      ...segment,
      uri: `${index}.ts`,
      isGap: false,
      isDiscontinuity: index > 0 && segment.isDiscontinuity,
      key: segment.key === undefined ? undefined : keyNamed(segment.key),
      map: map === undefined ? undefined : { uri: map, byteRange: undefined, key: undefined },
      programDateTime: undefined,
      dateRanges: undefined,
    };
  });
};

const written = (segments: MediaSegment[]): { text: string; playlist: MediaPlaylist } => {
  const text = writeMediaPlaylist({ version: 1, isIFramesOnly: false, segments });
  return { text, playlist: parseMediaPlaylist(text) };
};

test('whatever the segments, our parser reads them back; a duration may be a nanosecond off', () => {
  fc.assert(
    fc.property(playlists, (made) => {
      const segments = segmentsOf(made);

      const { playlist } = written(segments);

      expect(playlist.segments).toEqual(
        segments.map((segment) => ({ ...segment, durationSeconds: expect.closeTo(segment.durationSeconds, 8) })),
      );
    }),
  );
});

test('whatever the segments, hls-parser and hls.js see the same ones', () => {
  fc.assert(
    fc.property(playlists, (made) => {
      const segments = segmentsOf(made);

      const { text } = written(segments);

      const theirs = hlsParser.parse(text);
      if (theirs.isMasterPlaylist) throw new Error('expected a media playlist');
      expect(theirs.endlist).toBe(true);
      expect(theirs.segments.map(({ uri, discontinuity }) => [uri, discontinuity ?? false])).toEqual(
        segments.map(({ uri, isDiscontinuity }) => [uri, isDiscontinuity]),
      );
      expect(fragmentsSeenByHlsJs(text).map(({ path, key }) => [path, key])).toEqual(
        segments.map(({ uri, key }) => [`/${uri}`, key && `/${key.uri}`]),
      );
    }),
  );
});
