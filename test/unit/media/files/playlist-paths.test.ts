import { expect, test } from '@jest/globals';
import { resolvePlaylistPath } from '../../../../media/files/playlist-paths.ts';

const place = { path: '/rec/media/hls/720p30/playlist.m3u8', rootDirectory: '/rec/media/hls' };

test.each([
  ['0.ts', '/rec/media/hls/720p30/0.ts'],
  ['a/0.ts', '/rec/media/hls/720p30/a/0.ts'],
  ['../0.ts', '/rec/media/hls/0.ts'],
  ['../segments/0.ts', '/rec/media/hls/segments/0.ts'],
  ['a/../../segments/./0.ts', '/rec/media/hls/segments/0.ts'],
  ['my%20video%200.ts', '/rec/media/hls/720p30/my video 0.ts'],
  ['my video 0.ts', '/rec/media/hls/720p30/my video 0.ts'],
  ['../my segments/caf%C3%A9.ts', '/rec/media/hls/my segments/café.ts'],
  ['100%25.ts', '/rec/media/hls/720p30/100%.ts'],
])('%p is %p', (uri, path) => {
  expect(resolvePlaylistPath(place, uri)).toBe(path);
});

test('folders of any name keep it when a URI leads beside the playlist', () => {
  const odd = { path: '/rec/100% a#b?c/d:e/playlist.m3u8', rootDirectory: '/rec' };

  expect(resolvePlaylistPath(odd, '../0.ts')).toBe('/rec/100% a#b?c/0.ts');
});

test.each([
  '../../0.ts',
  '../../../events/recording-ended.json',
  'a/../../../0.ts',
  '../../../../../etc/passwd',
  '../../hls/720p30/0.ts',
])('%p climbs out and is refused', (uri) => {
  expect(() => resolvePlaylistPath(place, uri)).toThrow(
    expect.objectContaining({ name: 'InputRefusedError', reason: 'uri-refused' }),
  );
  expect(() => resolvePlaylistPath(place, uri)).toThrow(
    /climbs-out.*Nothing outside \/rec\/media\/hls is read; name the folder that holds both instead\.$/,
  );
});

test('of a playlist that was named by itself nothing above its folder is read', () => {
  const alone = { path: '/rec/720p30/playlist.m3u8', rootDirectory: '/rec/720p30' };

  expect(() => resolvePlaylistPath(alone, '../0.ts')).toThrow(expect.objectContaining({ reason: 'uri-refused' }));
});

test.each(['https://example.com/0.ts', 'http://example.com/../0.ts', 'file:///etc/passwd', 'C:0.ts'])(
  '%p is not on this disk, which is told with what to do',
  (uri) => {
    expect(() => resolvePlaylistPath(place, uri)).toThrow(expect.objectContaining({ reason: 'remote' }));
    expect(() => resolvePlaylistPath(place, uri)).toThrow(/download the recording.*name that folder\.$/);
  },
);

test.each([
  '/etc/passwd',
  '//example.com/0.ts',
  '0.ts?token=1',
  '..%2f..%2fetc/passwd',
  '%2e%2e/0.ts',
  '..\\0.ts',
  '../%5c..%5c0.ts',
  '..',
  '../',
  '',
  '%00.ts',
  'a%1bb.ts',
])('%j is refused', (uri) => {
  expect(() => resolvePlaylistPath(place, uri)).toThrow(expect.objectContaining({ reason: 'uri-refused' }));
});
