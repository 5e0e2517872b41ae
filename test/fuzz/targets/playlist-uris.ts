import assert from 'node:assert/strict';
import nodePath from 'node:path';
import * as fc from 'fast-check';
import { InputRefusedError } from '../../../media/files/input-refused-error.ts';
import { resolvePlaylistPath } from '../../../media/files/playlist-paths.ts';
import { PlaylistUriOutsideError, resolvePlaylistUri } from '../../../media/hls/playlist-uri.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';
import { requireInside } from './key-claims.ts';

const SEEDS = [
  ...[
    '0.ts',
    '720p30/playlist.m3u8',
    './a/../b/0.ts',
    '../x.ts',
    '../../events/recording-ended.json',
    'a//..//../b',
    '...',
  ],
  ...[
    '%61%20.ts',
    '%2e%2e/0.ts',
    '%2E%2e%2f0.ts',
    '%252e%252e/x',
    'a%5c..%5cb',
    '..\\x.ts',
    'é%C3%A9.ts',
    '%C0%AE%C0%AE/x',
  ],
  ...[
    'https://example.com/0.ts',
    '//example.com/0.ts',
    '/etc/passwd',
    'file:///etc/passwd',
    'C:/x',
    'data:,x',
    'a:b/c',
  ],
  ...[
    '0.ts?x=../..',
    '0.ts#..',
    'a\0b',
    'a\nb',
    ' 0.ts',
    '0.ts ',
    '.',
    '..',
    '',
    'a/',
    'a/.',
    'a/..',
    '%00',
    '%',
    'a/%2E',
  ],
];
const PARTS = [
  '..',
  '.',
  'a',
  'b.ts',
  '%2e',
  '%2E%2e',
  '%2f',
  '%5C',
  '/',
  '//',
  '\\',
  '%25',
  '?',
  '#',
  ':',
  '%C3%A9',
  '',
];

const uris = fc.oneof(
  fc
    .record({ seed: fc.constantFrom(...SEEDS), edits: textEdits(PARTS, 3) })
    .map(({ seed, edits }) => editText(seed, edits)),
  fc.array(fc.constantFrom(...PARTS, '/', '/', 'a'), { maxLength: 9 }).map((parts) => parts.join('')),
);

const FOLDERS = ['ivs/v1/1/media/hls/720p30', 'a b/c+d/', '', 'é/%41'];

/** URIs of playlists, which become keys of objects and paths of files. */
export const playlistUris = defineTarget({
  name: 'playlist-uri',
  refusals: [PlaylistUriOutsideError, InputRefusedError],
  cases: fc.record({ uri: uris, folder: fc.constantFrom(...FOLDERS), isOnDisk: fc.boolean() }),
  run: ({ uri, folder, isOnDisk }) => {
    if (isOnDisk) return checkPath(uri);
    const key = resolvePlaylistUri(folder, uri);
    const directory = folder.replace(/\/$/, '');
    requireInside(directory, directory === '' ? `/${key}` : key);
    assert.ok(!key.endsWith('/') && !key.includes('/./'));
    // What a browser makes of it, which shares no line with this resolver (https://url.spec.whatwg.org/).
    const base = new URL(`https://example.com/${directory.split('/').map(encodeURIComponent).join('/')}/playlist.m3u8`);
    const browsed = new URL(uri, base);
    assert.equal(browsed.origin, base.origin);
    assert.equal(decodeURIComponent(browsed.pathname).slice(directory === '' ? 2 : 1), key);
    return undefined;
  },
});

const place = { path: '/home/somebody/rec/720p30/playlist.m3u8', rootDirectory: '/home/somebody/rec' };

/** A file may also lie beside the playlist's folder, but never outside the root. */
function checkPath(uri: string): string {
  const path = resolvePlaylistPath(place, uri);
  const below = nodePath.relative(place.rootDirectory, path);
  assert.ok(below !== '' && !nodePath.isAbsolute(below) && below.split(nodePath.sep)[0] !== '..', path);
  assert.ok(!path.includes('\0'));
  return 'taken';
}
