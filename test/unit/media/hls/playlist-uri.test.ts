import { expect, test } from '@jest/globals';
import {
  PlaylistUriOutsideError,
  type PlaylistUriReason,
  resolvePlaylistUri,
} from '../../../../media/hls/playlist-uri.ts';

const FOLDER = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs/media/hls';

test.each([
  ['0.ts', '0.ts'],
  ['720p30/playlist.m3u8', '720p30/playlist.m3u8'],
  ['./0.ts', '0.ts'],
  ['././a/./0.ts', 'a/0.ts'],
  ['a/../0.ts', '0.ts'],
  ['a/b/../../c/../0.ts', '0.ts'],
  ['...', '...'],
  ['..ts', '..ts'],
  ['.hidden', '.hidden'],
  ['a..b/..c', 'a..b/..c'],
  ['a//b', 'a//b'],
  ['a/b:c', 'a/b:c'],
  ['a+b,c;d=e@f!$&()*~_-.ts', 'a+b,c;d=e@f!$&()*~_-.ts'],
  ['a%20b.ts', 'a b.ts'],
  ['%61.ts', 'a.ts'],
  ['caf%C3%A9.ts', 'café.ts'],
  ['café.ts', 'café.ts'],
  ['100%25.ts', '100%.ts'],
  ['a%3Fb%23c.ts', 'a?b#c.ts'],
  ['a%3A.ts', 'a:.ts'],
])('%p names the object %p in the folder', (uri, key) => {
  expect(resolvePlaylistUri(FOLDER, uri)).toBe(`${FOLDER}/${key}`);
});

test('the folder may end in a slash, or be the whole bucket', () => {
  expect(resolvePlaylistUri(`${FOLDER}/`, 'a/0.ts')).toBe(`${FOLDER}/a/0.ts`);
  expect(resolvePlaylistUri('', 'a/0.ts')).toBe('a/0.ts');
});

const REFUSED: [string, PlaylistUriReason][] = [
  ['', 'empty'],
  ['https://example.com/0.ts', 'absolute'],
  ['HTTP:0.ts', 'absolute'],
  ['file:///etc/passwd', 'absolute'],
  ['data:video/mp2t;base64,AAAA', 'absolute'],
  ['C:0.ts', 'absolute'],
  [':0.ts', 'absolute'],
  ['/0.ts', 'rooted'],
  ['//example.com/0.ts', 'rooted'],
  ['///0.ts', 'rooted'],
  ['..', 'not-a-file'],
  ['.', 'not-a-file'],
  ['a/', 'not-a-file'],
  ['a/..', 'not-a-file'],
  ['../', 'not-a-file'],
  ['../0.ts', 'climbs-out'],
  ['./../0.ts', 'climbs-out'],
  ['a/../../0.ts', 'climbs-out'],
  ['a/../../hls/0.ts', 'climbs-out'],
  ['../hls/0.ts', 'climbs-out'],
  ['%2e%2e%2f0.ts', 'encoded-separator'],
  ['%2E%2E/0.ts', 'encoded-separator'],
  ['.%2e/0.ts', 'encoded-separator'],
  ['a%2f0.ts', 'encoded-separator'],
  ['a%5C0.ts', 'encoded-separator'],
  ['%252e%252e%252f0.ts', 'encoded-separator'],
  ['%25%32%65/0.ts', 'encoded-separator'],
  ['..\\0.ts', 'character'],
  ['\\\\example.com\\0.ts', 'character'],
  ['0.ts\0', 'character'],
  ['.\t./0.ts', 'character'],
  [' 0.ts', 'character'],
  ['0.ts\r', 'character'],
  ['a b.ts', 'character'],
  ['{$name}.ts', 'character'],
  ['\ud800.ts', 'character'],
  ['%00.ts', 'character'],
  ['%0d%0a.ts', 'character'],
  ['%C2%85.ts', 'character'],
  ['0.ts?token=1', 'query-or-fragment'],
  ['?', 'query-or-fragment'],
  ['0.ts#t=1', 'query-or-fragment'],
  ['100%.ts', 'percent-encoding'],
  ['%zz.ts', 'percent-encoding'],
  ['%c0%af.ts', 'percent-encoding'],
  ['%c0%ae%c0%ae/0.ts', 'percent-encoding'],
  ['%ff.ts', 'percent-encoding'],
];

test.each(REFUSED)('%p is refused as %s', (uri, reason) => {
  const resolve = () => resolvePlaylistUri(FOLDER, uri);

  expect(resolve).toThrow(PlaylistUriOutsideError);
  expect(resolve).toThrow(expect.objectContaining({ name: 'PlaylistUriOutsideError', reason }));
});

test('the error says what was refused and what was expected, in one printable line', () => {
  expect(() => resolvePlaylistUri(FOLDER, `../${'\u001b'.repeat(200)}`)).toThrow(/^[\x20-\x7e…§]{1,250}$/);
  expect(() => resolvePlaylistUri(FOLDER, '../0.ts')).toThrow(
    'The playlist\'s URI "../0.ts" is refused (climbs-out): expected a path inside the playlist\'s folder.',
  );
});

test.each([
  ['plain', 'x', 1],
  ['of three bytes each', '好', 3],
  ['percent-encoded', '%20', 1],
])('refuses what no object can be called: more than 1,024 bytes, characters %s', (_, character, bytes) => {
  const room = 1024 - `${FOLDER}/`.length;
  const longest = character.repeat(Math.floor(room / bytes));

  expect(Buffer.byteLength(resolvePlaylistUri(FOLDER, longest))).toBeLessThanOrEqual(1024);
  expect(() => resolvePlaylistUri(FOLDER, longest + character)).toThrow(
    expect.objectContaining({ reason: 'too-long' }),
  );
});
