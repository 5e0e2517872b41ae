import { expect, test } from '@jest/globals';
import { folderOfKey, urlOfKey } from '../../../../lambdas/shared/recording/recording-keys.ts';

test.each([
  ['ivs/v1/1/c/media/hls/master.m3u8', 'https://v.example.com/ivs/v1/1/c/media/hls/master.m3u8'],
  ['a b/c+d/é?x=1#y.mp4', 'https://v.example.com/a%20b/c%2Bd/%C3%A9%3Fx%3D1%23y.mp4'],
  ['100%/2%2F.ts', 'https://v.example.com/100%25/2%252F.ts'],
])('the URL of %s leads to that key and no other', (key, expected) => {
  const url = urlOfKey('https://v.example.com', key);

  expect(url).toBe(expected);
  expect(decodeURIComponent(new URL(url).pathname)).toBe(`/${key}`);
});

test.each([
  ['a/b/c.ts', 'a/b/'],
  ['c.ts', ''],
])('the folder of %s is "%s"', (key, expected) => {
  expect(folderOfKey(key)).toBe(expected);
});
