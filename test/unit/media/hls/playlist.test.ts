import { expect, test } from '@jest/globals';
import { parsePlaylist } from '../../../../media/hls/playlist.ts';
import { playlistKindOf } from '../../../../media/hls/playlist-kind.ts';
import { IVS_BYTE_RANGE, IVS_MEDIA, IVS_MULTIVARIANT } from './playlist-samples.ts';
import { refusalOf } from './refusal.ts';

test.each([
  ['media', IVS_MEDIA],
  ['media', IVS_BYTE_RANGE],
  ['multivariant', IVS_MULTIVARIANT],
  ['multivariant', IVS_MULTIVARIANT.replaceAll('\n', '\r\n')],
])('tells a %s playlist and parses it as one', (kind, text) => {
  expect(playlistKindOf(text)).toBe(kind);
  expect(parsePlaylist(text).kind).toBe(kind);
});

test('a playlist that shows no kind is refused as an incomplete media playlist', () => {
  expect(refusalOf(() => parsePlaylist('#EXTM3U\n')).reason).toBe('targetduration-missing');
});

test('what is no playlist has no kind', () => {
  expect(refusalOf(() => playlistKindOf('PK\u0003\u0004')).reason).toBe('not-a-playlist');
});
