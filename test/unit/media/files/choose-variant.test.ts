import { expect, test } from '@jest/globals';
import { chooseVariant } from '../../../../media/files/choose-variant.ts';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';

const PATH = '/rec/master.m3u8';

function playlist(...entries: string[]) {
  return parseMultivariantPlaylist(['#EXTM3U', ...entries].join('\n'));
}

const ivsVariant = (name: string, size: string, bandwidth: number) =>
  [
    `#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="${name}",NAME="${name.slice(0, -2)}",AUTOSELECT=YES,DEFAULT=YES`,
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="avc1.4D401F,mp4a.40.2",RESOLUTION=${size},VIDEO="${name}"`,
    `${name}/playlist.m3u8`,
  ].join('\n');

const audioOnly = '#EXT-X-STREAM-INF:BANDWIDTH=9999999,CODECS="mp4a.40.2"\naudio_only/playlist.m3u8';
const plain = (uri: string, attributes: string) => `#EXT-X-STREAM-INF:BANDWIDTH=${attributes}\n${uri}`;

const ivs = playlist(
  ivsVariant('480p30', '852x480', 1_400_000),
  ivsVariant('720p30', '1280x720', 2_400_000),
  ivsVariant('160p30', '284x160', 230_000),
  audioOnly,
);

test.each([
  ['highest', '720p30'],
  ['lowest', '160p30'],
  ['480p30', '480p30'],
  ['480p', '480p30'],
  ['480', '480p30'],
  ['480p30/playlist.m3u8', '480p30'],
  ['audio_only', 'audio_only'],
])("of IVS's ladder, %p is %p", (wish, label) => {
  expect(chooseVariant(ivs, wish, PATH).label).toBe(label);
});

test('of two of one size the one with more bits is higher', () => {
  const two = playlist(plain('a/v.m3u8', '2000,RESOLUTION=640x360'), plain('b/v.m3u8', '1000,RESOLUTION=640x360'));

  expect(chooseVariant(two, 'highest', PATH).label).toBe('a');
  expect(chooseVariant(two, 'lowest', PATH).label).toBe('b');
});

test('without pictures, highest and lowest go by bit rate', () => {
  const sound = playlist(plain('a.m3u8', '64000,CODECS="mp4a.40.2"'), plain('b.m3u8', '96000,CODECS="mp4a.40.2"'));

  expect(chooseVariant(sound, 'highest', PATH).uri).toBe('b.m3u8');
});

test('a portrait rendition goes by its smaller side', () => {
  const portrait = playlist(plain('a/v.m3u8', '1,RESOLUTION=720x1280'), plain('b/v.m3u8', '1,RESOLUTION=480x852'));

  expect(chooseVariant(portrait, '720', PATH).label).toBe('a');
});

test('a name goes before a height', () => {
  const odd = playlist(plain('360/v.m3u8', '1,RESOLUTION=640x480'), plain('b/v.m3u8', '1,RESOLUTION=640x360'));

  expect(chooseVariant(odd, '360', PATH).uri).toBe('360/v.m3u8');
});

test('one that is not there is refused with those that are', () => {
  expect(() => chooseVariant(ivs, '1080', PATH)).toThrow(expect.objectContaining({ reason: 'rendition-unknown' }));
  expect(() => chooseVariant(ivs, '1080', PATH)).toThrow(
    '/rec/master.m3u8 has no rendition 1080; there are: 480p30, 720p30, 160p30, audio_only. Name one of those, highest or lowest.',
  );
});

test('a wish that two fulfil is asked back, with names that tell them apart', () => {
  const two = playlist(plain('x/a.m3u8', '2,RESOLUTION=640x360'), plain('x/b.m3u8', '1,RESOLUTION=640x360'));

  expect(() => chooseVariant(two, '360', PATH)).toThrow(
    '/rec/master.m3u8 has several renditions for 360: x/a.m3u8, x/b.m3u8. Name one of them.',
  );
  expect(chooseVariant(two, 'x/b.m3u8', PATH).bandwidth).toBe(1);
});

test('sound in a playlist of its own is not left out silently', () => {
  const apart = playlist(
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",URI="audio.m3u8"',
    plain('v.m3u8', '1,RESOLUTION=640x360,AUDIO="aac"'),
  );

  expect(() => chooseVariant(apart, 'highest', PATH)).toThrow(expect.objectContaining({ reason: 'audio-apart' }));
  expect(() => chooseVariant(apart, 'highest', PATH)).toThrow(/audio\.m3u8/);
});

test('further languages beside sound in the rendition itself are no reason to refuse', () => {
  const within = playlist(
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",DEFAULT=YES',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Deutsch",URI="de.m3u8"',
    plain('v.m3u8', '1,RESOLUTION=640x360,AUDIO="aac"'),
  );

  expect(chooseVariant(within, 'highest', PATH).uri).toBe('v.m3u8');
});
