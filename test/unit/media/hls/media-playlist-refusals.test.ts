import { expect, test } from '@jest/globals';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import type { PlaylistInvalidReason } from '../../../../media/hls/playlist-invalid-error.ts';
import { IVS_MEDIA, IVS_MULTIVARIANT, mediaPlaylist } from './playlist-samples.ts';
import { refusalOf } from './refusal.ts';

const SEGMENT = ['#EXTINF:10,', '0.ts'];

const TEXTS: [string, string, PlaylistInvalidReason, number][] = [
  ['nothing', '', 'not-a-playlist', 1],
  ['a blank line first', `\n${IVS_MEDIA}`, 'not-a-playlist', 1],
  ['HTML', '<!doctype html>\n<title>Not found</title>', 'not-a-playlist', 1],
  ['XML', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', 'not-a-playlist', 1],
  ['JSON', '{"version":"v1"}', 'not-a-playlist', 1],
  ['a longer first tag', '#EXTM3U8\n#EXT-X-TARGETDURATION:1', 'not-a-playlist', 1],
  ['a byte order mark', `\uFEFF${IVS_MEDIA}`, 'byte-order-mark', 1],
  ['an overwritten end', `${IVS_MEDIA}\n\0\0\0\0`, 'control-character', 19],
  ['a control character of C1', mediaPlaylist('#EXTINF:1,\u0085', '0.ts'), 'control-character', 3],
  ['carriage returns alone', IVS_MEDIA.replaceAll('\n', '\r'), 'not-a-playlist', 1],
  ['a multivariant playlist', IVS_MULTIVARIANT, 'is-multivariant', 2],
];

const LINES: [string, string[], PlaylistInvalidReason, number][] = [
  ['tags of both kinds', [...SEGMENT, '#EXT-X-STREAM-INF:BANDWIDTH=1', 'a.m3u8'], 'kinds-mixed', 5],
  ['tags of both kinds before any segment', ['#EXT-X-SESSION-DATA:DATA-ID="a"'], 'kinds-mixed', 3],
  ['EXTINF of letters', ['#EXTINF:abc,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF below zero', ['#EXTINF:-1,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF with a plus', ['#EXTINF:+1,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF with an exponent', ['#EXTINF:1e309,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF with two points', ['#EXTINF:1.2.3,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF of a point', ['#EXTINF:.,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF with a space', ['#EXTINF: 1,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF of nothing', ['#EXTINF:,', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF without a colon', ['#EXTINF', '0.ts'], 'extinf-malformed', 3],
  ['EXTINF cut off before its comma', ['#EXTINF:10.2'], 'extinf-malformed', 3],
  ['EXTINF beyond a double', [`#EXTINF:${'9'.repeat(310)},`, '0.ts'], 'number-out-of-range', 3],
  ['EXTINF beyond 2^53', ['#EXTINF:9007199254740993,', '0.ts'], 'number-out-of-range', 3],
  ['two EXTINF for one URI', ['#EXTINF:1,', '#EXTINF:2,', '0.ts'], 'extinf-without-uri', 4],
  ['EXTINF at the end', [...SEGMENT, '#EXTINF:1,', '#EXT-X-ENDLIST'], 'extinf-without-uri', 6],
  ['a segment without EXTINF', [...SEGMENT, '1.ts'], 'segment-without-extinf', 5],
  ['a first segment without EXTINF', ['0.ts'], 'segment-without-extinf', 3],
  ['a byte range of letters', ['#EXTINF:1,', '#EXT-X-BYTERANGE:all', '0.ts'], 'byterange-malformed', 4],
  ['a byte range below zero', ['#EXTINF:1,', '#EXT-X-BYTERANGE:-5@0', '0.ts'], 'byterange-malformed', 4],
  ['a byte range of nothing', ['#EXTINF:1,', '#EXT-X-BYTERANGE:0@0', '0.ts'], 'byterange-malformed', 4],
  ['a byte range with an empty offset', ['#EXTINF:1,', '#EXT-X-BYTERANGE:5@', '0.ts'], 'byterange-malformed', 4],
  ['a byte range with two offsets', ['#EXTINF:1,', '#EXT-X-BYTERANGE:5@1@2', '0.ts'], 'byterange-malformed', 4],
  ['a byte range beyond 2^53', ['#EXT-X-BYTERANGE:9007199254740992@0'], 'number-out-of-range', 3],
  ['a byte range of 21 digits', ['#EXT-X-BYTERANGE:000000000000000000001@0'], 'number-out-of-range', 3],
  [
    'a byte range that ends beyond 2^53',
    ['#EXTINF:1,', '#EXT-X-BYTERANGE:9@9007199254740990', '0.ts'],
    'number-out-of-range',
    5,
  ],
  ['a first byte range without an offset', ['#EXTINF:1,', '#EXT-X-BYTERANGE:5', '0.ts'], 'byterange-without-start', 5],
  [
    'a byte range that would follow on in another resource',
    ['#EXTINF:1,', '#EXT-X-BYTERANGE:5@0', '0.ts', '#EXTINF:1,', '#EXT-X-BYTERANGE:5', '1.ts'],
    'byterange-without-start',
    8,
  ],
  [
    'a byte range after the whole resource',
    [...SEGMENT, '#EXTINF:1,', '#EXT-X-BYTERANGE:5', '0.ts'],
    'byterange-without-start',
    7,
  ],
  ['a second target duration', ['#EXT-X-TARGETDURATION:12'], 'tag-duplicated', 3],
  ['a second version', ['#EXT-X-VERSION:3', '#EXT-X-VERSION:3'], 'tag-duplicated', 4],
  ['two types', ['#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-PLAYLIST-TYPE:EVENT'], 'tag-duplicated', 4],
  ['two ends', ['#EXT-X-ENDLIST', '#EXT-X-ENDLIST'], 'tag-duplicated', 4],
  ['an unknown type', ['#EXT-X-PLAYLIST-TYPE:LIVE'], 'playlist-type-unknown', 3],
  ['a late media sequence', [...SEGMENT, '#EXT-X-MEDIA-SEQUENCE:1'], 'tag-misplaced', 5],
  ['a late discontinuity sequence', [...SEGMENT, '#EXT-X-DISCONTINUITY-SEQUENCE:1'], 'tag-misplaced', 5],
  ['a version of letters', ['#EXT-X-VERSION:three'], 'number-malformed', 3],
  ['a version of nothing', ['#EXT-X-VERSION'], 'number-malformed', 3],
  ['a media sequence with a point', ['#EXT-X-MEDIA-SEQUENCE:1.0'], 'number-malformed', 3],
  ['a media sequence beyond 2^53', ['#EXT-X-MEDIA-SEQUENCE:18446744073709551615'], 'number-out-of-range', 3],
  ['a key without a method', ['#EXT-X-KEY:URI="a"'], 'attribute-missing', 3],
  ['a key without a URI', ['#EXT-X-KEY:METHOD=AES-128'], 'attribute-missing', 3],
  ['a key with a quoted method', ['#EXT-X-KEY:METHOD="NONE"'], 'attribute-malformed', 3],
  ['a map without a URI', ['#EXT-X-MAP:BYTERANGE="5@0"'], 'attribute-missing', 3],
  ['a map with a bare URI', ['#EXT-X-MAP:URI=init.mp4'], 'attribute-malformed', 3],
  ['a map with half a byte range', ['#EXT-X-MAP:URI="a",BYTERANGE="5"'], 'byterange-without-start', 3],
  ['a map with a bad byte range', ['#EXT-X-MAP:URI="a",BYTERANGE="x@0"'], 'byterange-malformed', 3],
];

test.each([...TEXTS, ...LINES.map(([what, lines, ...rest]) => [what, mediaPlaylist(...lines), ...rest] as const)])(
  'refuses %s',
  (_, text, reason, lineNumber) => {
    const refusal = refusalOf(() => parseMediaPlaylist(text));

    expect(refusal).toMatchObject({ name: 'PlaylistInvalidError', reason, lineNumber });
  },
);

test.each([
  ['no target duration', ['#EXTM3U', ...SEGMENT], 'targetduration-missing'],
  ['a target duration with a point', ['#EXTM3U', '#EXT-X-TARGETDURATION:12.5'], 'number-malformed'],
])('refuses %s', (_, lines, reason) => {
  expect(refusalOf(() => parseMediaPlaylist(lines.join('\n'))).reason).toBe(reason);
});

test('the error says where, what was found and what was expected', () => {
  const { message } = refusalOf(() => parseMediaPlaylist(mediaPlaylist('#EXTINF:abc,', '0.ts')));

  expect(message).toBe(
    'Playlist line 3 is invalid (extinf-malformed): expected EXTINF:<seconds>, with a non-negative decimal number ' +
      '(RFC 8216 §4.3.2.1), found "#EXTINF:abc,".',
  );
});

test('the error shows at most 80 characters of the line, and nothing that could forge a log', () => {
  const line = `\u001b[31m\u202e\u2028\ud800${'x'.repeat(1000)}`;

  const { excerpt, message } = refusalOf(() => parseMediaPlaylist(line));

  expect(excerpt).toHaveLength(80);
  expect(excerpt).toMatch(/^\\u\{1b\}\[31m\\u\{202e\}\\u\{2028\}\\u\{d800\}x+…$/);
  expect(message).toContain(excerpt);
});
