import { expect, test } from '@jest/globals';
import * as hlsParser from 'hls-parser';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';
import { rewriteMultivariantPlaylist } from '../../../../media/hls/rewrite-multivariant-playlist.ts';
import { levelsSeenByHlsJs } from './hls-js.ts';
import { IVS_MULTIVARIANT, multivariantPlaylist } from './playlist-samples.ts';

const moved = (uri: string): string => `renditions/${uri}`;
const only =
  (...kept: string[]) =>
  (uri: string): string | undefined =>
    kept.includes(uri) ? moved(uri) : undefined;

test('every variant moves, and all else stays as IVS wrote it', () => {
  const text = rewriteMultivariantPlaylist(IVS_MULTIVARIANT, moved);

  expect(text).toBe(
    `${IVS_MULTIVARIANT.replaceAll(/^(?=\d+p30\/)/gm, 'renditions/')}
`,
  );
});

test('a variant that has no place is left out, with its group', () => {
  const text = rewriteMultivariantPlaylist(IVS_MULTIVARIANT, only('160p30/playlist.m3u8'));

  const { variants, media } = parseMultivariantPlaylist(text);
  expect(variants).toMatchObject([{ uri: 'renditions/160p30/playlist.m3u8', bandwidth: 288_240, name: '160p' }]);
  expect(media.map(({ groupId }) => groupId)).toEqual(['160p30']);
  expect(text).not.toContain('720p30');
});

test('attributes that nothing here reads are kept', () => {
  const streamInf = '#EXT-X-STREAM-INF:BANDWIDTH=1,VIDEO-RANGE=SDR,X-COM-EXAMPLE="a,b",CLOSED-CAPTIONS=NONE';

  const text = rewriteMultivariantPlaylist(multivariantPlaylist('#EXT-X-VERSION:6', streamInf, 'a.m3u8'), moved);

  expect(text).toBe(multivariantPlaylist('#EXT-X-VERSION:6', streamInf, 'renditions/a.m3u8'));
});

test('what would lead elsewhere or speaks of other variants goes', () => {
  const text = rewriteMultivariantPlaylist(
    multivariantPlaylist(
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-START:TIME-OFFSET=0',
      '#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="1"',
      '#EXT-X-SESSION-DATA:DATA-ID="b",URI="data.json"',
      '#EXT-X-SESSION-KEY:METHOD=AES-128,URI="k"',
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8"',
      '#EXT-X-CONTENT-STEERING:SERVER-URI="steer.json"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'a.m3u8',
    ),
    moved,
  );

  expect(text).toBe(
    multivariantPlaylist(
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-START:TIME-OFFSET=0',
      '#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="1"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      'renditions/a.m3u8',
    ),
  );
});

const withSound = multivariantPlaylist(
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",NAME="en",X-URI="en.m3u8",URI="en.m3u8"',
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",NAME="fr",URI="fr.m3u8"',
  '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="s"',
  'a.m3u8',
);

test('a rendition with a playlist of its own moves as well', () => {
  const { media } = parseMultivariantPlaylist(rewriteMultivariantPlaylist(withSound, moved));

  expect(media.map(({ uri }) => uri)).toEqual(['renditions/en.m3u8', 'renditions/fr.m3u8']);
});

test('a group goes on with those of its renditions that are left', () => {
  const text = rewriteMultivariantPlaylist(withSound, only('a.m3u8', 'fr.m3u8'));

  const { media, variants } = parseMultivariantPlaylist(text);
  expect(media.map(({ name }) => name)).toEqual(['fr']);
  expect(variants).toMatchObject([{ audioGroup: 's' }]);
});

test('a group of which nothing is left is not referred to', () => {
  const text = rewriteMultivariantPlaylist(withSound, only('a.m3u8'));

  expect(text).toBe(multivariantPlaylist('#EXT-X-STREAM-INF:BANDWIDTH=1', 'renditions/a.m3u8'));
});

test('hls-parser and hls.js read what is written', () => {
  const text = rewriteMultivariantPlaylist(IVS_MULTIVARIANT, moved);

  const theirs = hlsParser.parse(text);

  if (!theirs.isMasterPlaylist) throw new Error('expected a multivariant playlist');
  expect(theirs.variants.map(({ uri, video }) => [uri, video[0]?.name])).toEqual([
    ['renditions/720p30/playlist.m3u8', '720p'],
    ['renditions/160p30/playlist.m3u8', '160p'],
  ]);
  expect(levelsSeenByHlsJs(text, '/c/r/playback/master.m3u8')).toEqual([
    '/c/r/playback/renditions/720p30/playlist.m3u8',
    '/c/r/playback/renditions/160p30/playlist.m3u8',
  ]);
});
