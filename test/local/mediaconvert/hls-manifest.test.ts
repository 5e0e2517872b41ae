import { expect, test } from '@jest/globals';
import { parseManifest } from '../../../local/mediaconvert/hls-manifest.ts';

const url = 's3://recordings/rec/720p30/playlist.m3u8';

/** As IVS writes it (facts about IVS recordings, B2). */
const ivsPlaylist = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:12
#ID3-EQUIV-TDTG:2023-02-09T22:58:35
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-TWITCH-ELAPSED-SECS:0.000
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:41.550Z
#EXTINF:10.267,
0.ts
#EXT-X-DISCONTINUITY
#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:58:30.117Z
#EXTINF:2.979,
1.ts
#EXT-X-ENDLIST`;

test('a finished IVS playlist is read', () => {
  expect(parseManifest(url, ivsPlaylist)).toEqual({
    kind: 'rendition',
    segments: [
      { uri: '0.ts', durationSeconds: 10.267, isDiscontinuous: false },
      { uri: '1.ts', durationSeconds: 2.979, isDiscontinuous: true },
    ],
  });
});

test('lines may end in CR LF', () => {
  expect(parseManifest(url, ivsPlaylist.replaceAll('\n', '\r\n'))).toEqual(parseManifest(url, ivsPlaylist));
});

test('a byte range without an offset continues the one before', () => {
  const text = '#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:10@0\n0.ts\n#EXTINF:1,\n#EXT-X-BYTERANGE:5\n0.ts\n#EXT-X-ENDLIST';

  expect(parseManifest(url, text)).toMatchObject({
    segments: [{ range: { offset: 0, length: 10 } }, { range: { offset: 10, length: 5 } }],
  });
});

test.each([
  ['is no playlist', '<html></html>', 1010, 'No parser found'],
  ['has version 5', ivsPlaylist.replace('VERSION:3', 'VERSION:5'), 1010, 'We support versions up to [4]'],
  [
    'has two versions',
    ivsPlaylist.replace('#EXT-X-VERSION:3', '#EXT-X-VERSION:3\n#EXT-X-VERSION:3'),
    1010,
    'more than one #EXT-X-VERSION',
  ],
  ['is still growing', ivsPlaylist.replace('#EXT-X-ENDLIST', ''), 1010, '#EXT-X-ENDLIST'],
  ['is encrypted', ivsPlaylist.replace('#EXTINF:2', '#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:2'), 1010, 'encrypted'],
  [
    'has an initialization section',
    ivsPlaylist.replace('#EXTINF:2', '#EXT-X-MAP:URI="i.mp4"\n#EXTINF:2'),
    1010,
    '#EXT-X-MAP',
  ],
  ['has a segment over its target', ivsPlaylist.replace('EXTINF:2.979', 'EXTINF:12.6'), 1010, '[#EXTINF:12.6,]'],
  ['starts a byte range late', ivsPlaylist.replace('0.ts', '#EXT-X-BYTERANGE:10@5\n0.ts'), 1010, 'does not start at 0'],
  ['has a duration that is no number', ivsPlaylist.replace('EXTINF:2.979', 'EXTINF:abc'), 3400, 'malformed'],
  ['names no segment', '#EXTM3U\n#EXT-X-ENDLIST', 3400, 'malformed'],
])('a playlist that %s is refused', (_, text, code, message) => {
  expect(() => parseManifest(url, text)).toThrow(
    expect.objectContaining({ name: 'JobFailedError', code, message: expect.stringContaining(message) }),
  );
});

test('METHOD=NONE, a duration that rounds to the target and version 4 are fine', () => {
  const text = ivsPlaylist
    .replace('VERSION:3', 'VERSION:4')
    .replace('#EXTINF:2.979', '#EXT-X-KEY:METHOD=NONE\n#EXTINF:12.4');

  expect(parseManifest(url, text)).toMatchObject({ kind: 'rendition' });
});
