import { expect, test } from '@jest/globals';
import { compareUtf8 } from '../../../local/s3/utf8-order.ts';

test('keys compare as their UTF-8 bytes do, beyond the basic plane too', () => {
  const keys = [
    '',
    'a',
    'A',
    'ab',
    'a/',
    'a-',
    'é',
    '\u07ff',
    '\u0800',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  ];
  const pairs = keys.flatMap((left) => keys.map((right) => [left, right] as const));

  const signs = pairs.map(([left, right]) => Math.sign(compareUtf8(left, right)));

  expect(signs).toEqual(pairs.map(([left, right]) => Buffer.compare(Buffer.from(left), Buffer.from(right))));
});
