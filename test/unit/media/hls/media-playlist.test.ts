import { expect, test } from '@jest/globals';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import { IVS_BYTE_RANGE, IVS_MEDIA, longIvsPlaylist, mediaPlaylist, RICH_MEDIA } from './playlist-samples.ts';

test('reads a rendition playlist as IVS leaves it after the stream', () => {
  const playlist = parseMediaPlaylist(IVS_MEDIA);

  expect(playlist).toMatchObject({
    kind: 'media',
    version: 3,
    targetDurationSeconds: 12,
    mediaSequence: 0,
    discontinuitySequence: 0,
    playlistType: 'EVENT',
    hasEndList: true,
    isIFramesOnly: false,
    twitchTotalSeconds: 24.246,
    longestSegmentSeconds: 11,
  });
  expect(playlist.durationSeconds).toBeCloseTo(24.246, 9);
  expect(playlist.segments.map(({ uri }) => uri)).toEqual(['0.ts', '1.ts', '2.ts']);
  expect(playlist.segments[2]).toEqual({
    uri: '2.ts',
    durationSeconds: 2.979,
    isDiscontinuity: false,
    isGap: false,
    programDateTime: '2023-02-09T22:56:02.817Z',
  });
});

test('reads the byte ranges that IVS writes with their offsets', () => {
  const { segments, playlistType, version } = parseMediaPlaylist(IVS_BYTE_RANGE);

  expect({ playlistType, version }).toEqual({ playlistType: 'VOD', version: 4 });
  expect(segments.map(({ uri, byteRange }) => [uri, byteRange])).toEqual([
    ['0.ts', { length: 224848, offset: 0 }],
    ['0.ts', { length: 381264, offset: 224848 }],
  ]);
});

test('a byte range without an offset follows on from the one before it', () => {
  const { segments } = parseMediaPlaylist(RICH_MEDIA);

  expect(segments[1]?.byteRange).toEqual({ length: 500, offset: 1720 });
});

test('maps and keys apply until they are replaced, marks only to the next segment', () => {
  const { segments, mediaSequence, discontinuitySequence } = parseMediaPlaylist(RICH_MEDIA);
  const key = {
    method: 'AES-128',
    uri: 'key,1.bin',
    iv: '0x000102030405060708090A0B0C0D0E0F',
    keyFormat: 'identity',
  };
  const map = { uri: 'init-0.mp4', byteRange: { length: 720, offset: 0 } };

  expect({ mediaSequence, discontinuitySequence }).toEqual({ mediaSequence: 41, discontinuitySequence: 3 });
  expect(segments[0]).toMatchObject({ map, key, title: 'a title, with a comma', isGap: false, isDiscontinuity: false });
  expect(segments[1]).toMatchObject({ map, key, title: undefined, isGap: false, isDiscontinuity: false });
  expect(segments[1]?.map).toBe(segments[0]?.map);
  expect(segments[2]).toMatchObject({ map: { uri: 'init-1.mp4' }, key: undefined, isGap: true, isDiscontinuity: true });
});

test('what marks one segment does not mark the next', () => {
  const date = '#EXT-X-PROGRAM-DATE-TIME:2023-02-09T22:55:41.550Z';
  const marks = ['#EXT-X-DISCONTINUITY', '#EXT-X-GAP', date, '#EXT-X-BYTERANGE:5@0', '#EXTINF:1,title'];

  const { segments } = parseMediaPlaylist(mediaPlaylist(...marks, '0.ts', '#EXTINF:2,', '1.ts'));

  expect(segments[1]).toEqual({ uri: '1.ts', durationSeconds: 2, isDiscontinuity: false, isGap: false });
});

test('a key of an unknown method still marks its segments as encrypted', () => {
  const { segments } = parseMediaPlaylist(
    mediaPlaylist('#EXT-X-KEY:METHOD=FUTURE,URI="skd://1",KEYFORMAT="com.example"', '#EXTINF:1,', '0.ts'),
  );

  expect(segments[0]?.key).toEqual({ method: 'FUTURE', uri: 'skd://1', keyFormat: 'com.example' });
});

test.each([
  ['CRLF line ends', IVS_MEDIA.replaceAll('\n', '\r\n')],
  ['CRLF at the very end', `${IVS_MEDIA.replaceAll('\n', '\r\n')}\r\n`],
  ['a newline at the end', `${IVS_MEDIA}\n`],
  ['blank lines', IVS_MEDIA.replaceAll('\n', '\n\n')],
  ['comments', IVS_MEDIA.replaceAll('\n', '\n# a comment, #EXTINF:1\n#\n#ext-x-endlist\n')],
  ['tags that no standard knows', IVS_MEDIA.replaceAll('\n#EXTINF', '\n#EXT-X-NEW:A=1,"\n#EXTNEW\n#EXTINF')],
  ['tags of either kind', IVS_MEDIA.replace('\n', '\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET=0\n')],
])('%s change nothing', (_, text) => {
  expect(parseMediaPlaylist(text)).toEqual(parseMediaPlaylist(IVS_MEDIA));
});

test('a playlist of a live stream has no segments yet, no type and no end', () => {
  expect(parseMediaPlaylist(mediaPlaylist())).toEqual({
    kind: 'media',
    version: 1,
    targetDurationSeconds: 12,
    mediaSequence: 0,
    discontinuitySequence: 0,
    hasEndList: false,
    isIFramesOnly: false,
    segments: [],
    durationSeconds: 0,
    longestSegmentSeconds: 0,
  });
});

test('a segment longer than the target duration is told, not refused', () => {
  const playlist = parseMediaPlaylist(mediaPlaylist('#EXTINF:14.5,', '0.ts', '#EXTINF:3,', '1.ts'));

  expect(playlist.longestSegmentSeconds).toBe(14.5);
});

test('the end of the list may stand before its segments, and segments may be of no length', () => {
  const playlist = parseMediaPlaylist(mediaPlaylist('#EXT-X-ENDLIST', '#EXTINF:0,', '0.ts', '#EXTINF:.5,', '1.ts'));

  expect(playlist).toMatchObject({ hasEndList: true, durationSeconds: 0.5 });
});

test('a playlist of key frames says so', () => {
  expect(parseMediaPlaylist(mediaPlaylist('#EXT-X-I-FRAMES-ONLY')).isIFramesOnly).toBe(true);
});

test.each(['1e3', 'soon', '', '-1'])("IVS's own length %p cannot make a playlist invalid", (length) => {
  expect(parseMediaPlaylist(mediaPlaylist(`#EXT-X-TWITCH-TOTAL-SECS:${length}`)).twitchTotalSeconds).toBeUndefined();
});

test('the largest numbers that are held exactly are taken', () => {
  const { mediaSequence, segments } = parseMediaPlaylist(
    mediaPlaylist(
      '#EXT-X-MEDIA-SEQUENCE:00009007199254740991',
      '#EXTINF:9007199254740991,',
      '#EXT-X-BYTERANGE:1@9007199254740990',
      '0.ts',
    ),
  );

  expect(mediaSequence).toBe(Number.MAX_SAFE_INTEGER);
  expect(segments[0]?.durationSeconds).toBe(Number.MAX_SAFE_INTEGER);
  expect(segments[0]?.byteRange).toEqual({ length: 1, offset: Number.MAX_SAFE_INTEGER - 1 });
});

test('reads the 17,280 segments of two days', () => {
  const playlist = parseMediaPlaylist(longIvsPlaylist(17_280));

  expect(playlist.segments).toHaveLength(17_280);
  expect(playlist.segments.at(-1)?.uri).toBe('17279.ts');
  expect(playlist.durationSeconds).toBeCloseTo(17_280 * 10.267, 6);
});
