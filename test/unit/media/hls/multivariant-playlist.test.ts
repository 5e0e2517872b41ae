import { expect, test } from '@jest/globals';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';
import type { PlaylistInvalidReason } from '../../../../media/hls/playlist-invalid-error.ts';
import { IVS_MEDIA, IVS_MULTIVARIANT, multivariantPlaylist } from './playlist-samples.ts';
import { refusalOf } from './refusal.ts';

const VARIANT = ['#EXT-X-STREAM-INF:BANDWIDTH=1', 'a.m3u8'];

test('reads the variants and names of an IVS recording', () => {
  const playlist = parseMultivariantPlaylist(IVS_MULTIVARIANT);

  expect(playlist).toMatchObject({ kind: 'multivariant', version: 1 });
  expect(playlist.variants).toEqual([
    {
      uri: '720p30/playlist.m3u8',
      bandwidth: 2440200,
      codecs: ['avc1.4D401F', 'mp4a.40.2'],
      resolution: { width: 1280, height: 720 },
      videoGroup: '720p30',
      name: '720p',
    },
    {
      uri: '160p30/playlist.m3u8',
      bandwidth: 288240,
      codecs: ['avc1.4D400C', 'mp4a.40.2'],
      resolution: { width: 284, height: 160 },
      videoGroup: '160p30',
      name: '160p',
    },
  ]);
  expect(playlist.media[0]).toEqual({
    type: 'VIDEO',
    groupId: '720p30',
    name: '720p',
    isDefault: true,
    isAutoselect: true,
  });
});

test('reads every attribute that is kept, and commas inside quotes', () => {
  const { variants, media, version } = parseMultivariantPlaylist(
    multivariantPlaylist(
      '#EXT-X-VERSION:6',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000,AVERAGE-BANDWIDTH=60000,CODECS=" mp4a.40.2 ,",FRAME-RATE=29.970,AUDIO="a,b=c"',
      'audio/playlist.m3u8',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a,b=c",NAME="",LANGUAGE="en-US",URI="en.m3u8",DEFAULT=NO',
    ),
  );

  expect(version).toBe(6);
  expect(variants).toEqual([
    {
      uri: 'audio/playlist.m3u8',
      bandwidth: 64000,
      averageBandwidth: 60000,
      codecs: ['mp4a.40.2'],
      frameRate: 29.97,
      audioGroup: 'a,b=c',
    },
  ]);
  expect(media).toEqual([
    {
      type: 'AUDIO',
      groupId: 'a,b=c',
      name: '',
      uri: 'en.m3u8',
      language: 'en-US',
      isDefault: false,
      isAutoselect: false,
    },
  ]);
});

test('a variant is named by the first video rendition of its group, wherever that stands', () => {
  const { variants } = parseMultivariantPlaylist(
    multivariantPlaylist(
      '#EXT-X-STREAM-INF:BANDWIDTH=1,VIDEO="g"',
      'a.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,VIDEO="elsewhere"',
      'b.m3u8',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="sound"',
      '#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="g",NAME="front"',
      '#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="g",NAME="back",URI="back.m3u8"',
    ),
  );

  expect(variants.map(({ name }) => name)).toEqual(['front', undefined]);
});

test('a rendition of a type that is not known is ignored, as are tags that nothing here uses', () => {
  const { variants, media } = parseMultivariantPlaylist(
    multivariantPlaylist(
      '#EXT-X-MEDIA:TYPE=SMELL',
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8"',
      '#EXT-X-SESSION-KEY:METHOD=NONE',
      ...VARIANT,
    ),
  );

  expect(media).toEqual([]);
  expect(variants.map(({ uri }) => uri)).toEqual(['a.m3u8']);
});

const LINES: [string, string[], PlaylistInvalidReason, number][] = [
  ['a playlist without variants', [], 'variants-missing', 1],
  ['a variant without a URI at the end', ['#EXT-X-STREAM-INF:BANDWIDTH=1'], 'stream-inf-without-uri', 2],
  ['a variant without a URI', ['#EXT-X-STREAM-INF:BANDWIDTH=1', ...VARIANT], 'stream-inf-without-uri', 3],
  ['a URI without a variant', [...VARIANT, 'b.m3u8'], 'variant-without-stream-inf', 4],
  ['two versions', ['#EXT-X-VERSION:3', '#EXT-X-VERSION:4'], 'tag-duplicated', 3],
  ['a bad version', ['#EXT-X-VERSION:-3'], 'number-malformed', 2],
  ['tags of both kinds', [...VARIANT, '#EXTINF:1,', '0.ts'], 'kinds-mixed', 4],
  ['a rendition without a type', ['#EXT-X-MEDIA:GROUP-ID="a",NAME="a"'], 'attribute-missing', 2],
  ['a rendition without a group', ['#EXT-X-MEDIA:TYPE=VIDEO,NAME="a"'], 'attribute-missing', 2],
  ['a rendition without a name', ['#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="a"'], 'attribute-missing', 2],
];

const STREAM_INFS: [string, PlaylistInvalidReason][] = [
  ['', 'attribute-missing'],
  ['RESOLUTION=1x1', 'attribute-missing'],
  ['BANDWIDTH=fast', 'attribute-malformed'],
  ['BANDWIDTH=-1', 'attribute-malformed'],
  ['BANDWIDTH=1.5', 'attribute-malformed'],
  ['BANDWIDTH="1"', 'attribute-malformed'],
  ['BANDWIDTH=18446744073709551616', 'number-out-of-range'],
  ['BANDWIDTH=1,RESOLUTION=1280', 'attribute-malformed'],
  ['BANDWIDTH=1,RESOLUTION=x720', 'attribute-malformed'],
  ['BANDWIDTH=1,RESOLUTION=1280x', 'attribute-malformed'],
  ['BANDWIDTH=1,RESOLUTION=1280X720', 'attribute-malformed'],
  ['BANDWIDTH=1,RESOLUTION=1x2x3', 'attribute-malformed'],
  ['BANDWIDTH=1,FRAME-RATE=30fps', 'attribute-malformed'],
  ['BANDWIDTH=1,CODECS=avc1', 'attribute-malformed'],
  ['BANDWIDTH=1,BANDWIDTH=1', 'attribute-list-malformed'],
  ['BANDWIDTH=1,', 'attribute-list-malformed'],
  [',BANDWIDTH=1', 'attribute-list-malformed'],
  ['BANDWIDTH=1,,A=1', 'attribute-list-malformed'],
  ['BANDWIDTH=1, A=1', 'attribute-list-malformed'],
  ['BANDWIDTH =1', 'attribute-list-malformed'],
  ['BANDWIDTH=', 'attribute-list-malformed'],
  ['BANDWIDTH', 'attribute-list-malformed'],
  ['=1', 'attribute-list-malformed'],
  ['bandwidth=1', 'attribute-list-malformed'],
  ['BANDWIDTH=1,CODECS="avc1', 'attribute-list-malformed'],
  ['BANDWIDTH=1,CODECS="avc1"x', 'attribute-list-malformed'],
  ['BANDWIDTH=1,NAME=a"b"', 'attribute-list-malformed'],
];

test.each(LINES)('refuses %s', (_, lines, reason, lineNumber) => {
  expect(refusalOf(() => parseMultivariantPlaylist(multivariantPlaylist(...lines)))).toMatchObject({
    name: 'PlaylistInvalidError',
    reason,
    lineNumber,
  });
});

test.each(STREAM_INFS)('refuses a variant with the attributes %p', (attributes, reason) => {
  const text = multivariantPlaylist(`#EXT-X-STREAM-INF:${attributes}`, 'a.m3u8');

  expect(refusalOf(() => parseMultivariantPlaylist(text))).toMatchObject({ reason, lineNumber: 2 });
});

test.each([
  ['HTML', '<html></html>', 'not-a-playlist'],
  ['a media playlist', IVS_MEDIA, 'is-media'],
  ['a byte order mark', `\uFEFF${IVS_MULTIVARIANT}`, 'byte-order-mark'],
])('refuses %s', (_, text, reason) => {
  expect(refusalOf(() => parseMultivariantPlaylist(text)).reason).toBe(reason);
});

test('refuses more variants and renditions than any service has, since each may be asked for', () => {
  const variants = (count: number) =>
    Array.from({ length: count }, (_, index) => `#EXT-X-STREAM-INF:BANDWIDTH=1\n${index}.m3u8`);
  const sound = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="b"';

  expect(parseMultivariantPlaylist(multivariantPlaylist(...variants(499), sound)).variants).toHaveLength(499);
  expect(refusalOf(() => parseMultivariantPlaylist(multivariantPlaylist(sound, ...variants(500))))).toMatchObject({
    reason: 'too-many-streams',
    lineNumber: 1002,
  });
});
