import { expect, test } from '@jest/globals';
import { readRequestedKey } from '../../../local/playback/requested-key.ts';

test.each([
  ['/a/b.mp4', 'a/b.mp4'],
  ['/a/b.mp4?v=1', 'a/b.mp4'],
  ['/a%20b%2Bc.mp4', 'a b+c.mp4'],
  ['/a+b.mp4', 'a+b.mp4'],
  ['//a', '/a'],
  ['/a..b/c.', 'a..b/c.'],
  ['/%252e%252e/a', '%2e%2e/a'],
])('%s names the key %s', (target, key) => {
  expect(readRequestedKey(target)).toBe(key);
});

test.each(['/', '/?list-type=2', '/a/../b', '/a/%2e%2e/b', '/a%2F..%2Fb', '/./a', '/a/.', '/%zz', 'a/b', 'http://x/a'])(
  '%s names no key',
  (target) => {
    expect(readRequestedKey(target)).toBeUndefined();
  },
);
