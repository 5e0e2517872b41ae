import { expect, test } from '@jest/globals';
import { checkSegments } from '../../../../lambdas/shared/recording/segment-gaps.ts';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';

const header = '#EXTM3U\n#EXT-X-TARGETDURATION:12\n';
const sizesOf = (sizes: Record<string, number>) => new Map(Object.entries(sizes));
const tenSeconds = (...uris: string[]) =>
  parseMediaPlaylist(header + uris.map((uri) => `#EXTINF:10,\n${uri}\n`).join(''));

test('segments in a row with the same fault are one gap, told by place and length', () => {
  const playlist = parseMediaPlaylist(
    `${header}#EXTINF:10.267,\n0.ts\n#EXTINF:9.9,\n1.ts\n#EXTINF:10.1,\n2.ts\n#EXTINF:3,\n3.ts\n`,
  );

  const check = checkSegments(playlist, '', sizesOf({ '0.ts': 1, '3.ts': 1 }));

  expect(check.presentCount).toBe(2);
  expect(check.gaps).toEqual([
    {
      code: 'segment-missing',
      fromSeconds: 10.267,
      durationSeconds: 20,
      firstIndex: 1,
      segmentCount: 2,
      firstUri: '1.ts',
      lastUri: '2.ts',
    },
  ]);
});

test.each([
  ['a present segment between', { '1.ts': 1 }, ['segment-missing 1', 'segment-missing 1']],
  ['another fault between', { '1.ts': 0 }, ['segment-missing 1', 'segment-empty 1', 'segment-missing 1']],
  ['nothing between', {}, ['segment-missing 3']],
])('with %s there are as many gaps as runs', (_, sizes, expected) => {
  const { gaps } = checkSegments(tenSeconds('0.ts', '1.ts', '2.ts'), '', sizesOf(sizes));

  expect(gaps.map(({ code, segmentCount }) => `${code} ${segmentCount}`)).toEqual(expected);
});

test('a byte range needs an object, whatever the listing says of its size', () => {
  const playlist = parseMediaPlaylist(
    `${header}#EXTINF:1,\n#EXT-X-BYTERANGE:10@0\n0.ts\n#EXTINF:1,\n#EXT-X-BYTERANGE:10@0\n1.ts\n`,
  );

  const { gaps, presentCount } = checkSegments(playlist, '', sizesOf({ '0.ts': 0 }));

  expect(presentCount).toBe(1);
  expect(gaps).toMatchObject([{ code: 'segment-missing', firstUri: '1.ts' }]);
});

test.each([
  ['missing', { '0.mp4': 1, '1.mp4': 1 }, 'segment-missing'],
  ['empty', { '0.mp4': 1, '1.mp4': 1, 'init.mp4': 0 }, 'segment-empty'],
])('segments whose initialization section is %s cannot be played', (_, sizes, code) => {
  const playlist = parseMediaPlaylist(`${header}#EXT-X-MAP:URI="init.mp4"\n#EXTINF:1,\n0.mp4\n#EXTINF:1,\n1.mp4\n`);

  const { gaps, presentCount } = checkSegments(playlist, '', sizesOf(sizes));

  expect(presentCount).toBe(0);
  expect(gaps).toMatchObject([{ code, segmentCount: 2 }]);
});

test.each([
  ['its segments', `#EXT-X-KEY:METHOD=AES-128,URI="k"\n`],
  [
    'its initialization section only',
    '#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXT-X-MAP:URI="i"\n#EXT-X-KEY:METHOD=NONE\n',
  ],
])('segments cannot be played without the key of %s', (_, tags) => {
  const playlist = parseMediaPlaylist(`${header}${tags}#EXTINF:1,\n0.ts\n`);

  const without = checkSegments(playlist, '', sizesOf({ '0.ts': 1, i: 1 }));
  const withKey = checkSegments(playlist, '', sizesOf({ '0.ts': 1, i: 1, k: 16 }));

  expect(without.gaps).toMatchObject([{ code: 'segment-missing', firstUri: '0.ts' }]);
  expect(withKey.presentCount).toBe(1);
});

test('a key elsewhere is refused like a segment elsewhere', () => {
  const playlist = parseMediaPlaylist(
    `${header}#EXT-X-KEY:METHOD=AES-128,URI="https://example.com/k"\n#EXTINF:1,\n0.ts\n`,
  );

  expect(() => checkSegments(playlist, '', sizesOf({ '0.ts': 1 }))).toThrow('(absolute)');
});

test('a percent-encoded URI names the decoded key, below the folder of its playlist', () => {
  const { presentCount } = checkSegments(tenSeconds('a%20b.ts'), 'part/', sizesOf({ 'part/a b.ts': 1 }));

  expect(presentCount).toBe(1);
});
