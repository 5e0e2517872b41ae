import { expect, test } from '@jest/globals';
import { bytesText, clockText, countText } from '../../../../ops/terminal/quantities.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [99_400, '99.4 kB'],
  [99_500, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [477_839_600, '478 MB'],
  [5.7e9, '5.7 GB'],
  [2.5e15, '2500 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, 0, '0:00:00'],
  [59.6, 0, '0:01:00'],
  [3599.9996, 3, '1:00:00.000'],
  [90.5, 3, '0:01:30.500'],
  [172_800, 0, '48:00:00'],
])('%d s with %d digits are %s', (seconds, digits, text) => {
  expect(clockText(seconds, digits)).toBe(text);
});

test('one is not many', () => {
  expect([countText(1, 'frame'), countText(0, 'frame'), countText(18_000, 'frame')]).toEqual([
    '1 frame',
    '0 frames',
    '18,000 frames',
  ]);
});
