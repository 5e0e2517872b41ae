import { expect, test } from '@jest/globals';
import { isMatchingPath } from '../../../local/playback/path-pattern.ts';

test.each([
  ['ivs/v1/*/media/*', 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs/media/hls/master.m3u8', true],
  [
    'ivs/v1/*/media/*',
    'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs/events/recording-ended.json',
    false,
  ],
  ['/ivs/*', '/ivs/a', true],
  ['*.m3u8', 'a/b/c.m3u8', true],
  ['*.m3u8', 'a/b/cxm3u8', false],
  ['*.m3u8', 'a/b/c.m3u8.bak', false],
  ['*.M3U8', 'a/b/c.m3u8', false],
  ['a?.ts', 'a1.ts', true],
  ['a?.ts', 'a.ts', false],
  ['a?.ts', 'a12.ts', false],
  ['a*', 'a', true],
  ['*', '', true],
  ['(a|b)+[c]', '(a|b)+[c]', true],
  ['(a|b)+[c]', 'ac', false],
])('%s and %s: %s', (pattern, path, isMatching) => {
  expect(isMatchingPath(pattern, path)).toBe(isMatching);
});
