import { expect, test } from '@jest/globals';
import { printable, printableJson } from '../../../../ops/terminal/printable.ts';

test.each([
  ['an escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
  ['the one-byte form of one', '\u009b31m', '\\u{9b}31m'],
  ['a title of the window', '\u001b]0;mine\u0007', '\\u{1b}]0;mine\\u{7}'],
  ['a line of its own', 'a\r\nDone', 'a\\u{d}\\u{a}Done'],
  ['a line by another name', 'a\u2028b\u0085c', 'a\\u{2028}b\\u{85}c'],
  ['text that runs backwards', 'a\u202egpm.4pm', 'a\\u{202e}gpm.4pm'],
  ['letters without width', 'a\u200bb\u{e0041}', 'a\\u{200b}b\\u{e0041}'],
  ['half a character', 'a\ud800', 'a\\u{d800}'],
])('%s is shown, not acted upon', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('letters of any language stay', () => {
  expect(printable('Tëst – 日本語 🎬.mp4')).toBe('Tëst – 日本語 🎬.mp4');
});

test('JSON is as safe, in one line, and means the same', () => {
  const value = { text: '\u001b[31m\u009b\u202e\u2028\n\u{e0041}ü', list: [1] };

  const json = printableJson(value);

  expect(json).toMatch(/^[\x20-\x7eü]*$/);
  expect(JSON.parse(json)).toEqual(value);
});

test('what is not known is null in JSON, not left out', () => {
  expect(printableJson({ clip: undefined, seconds: [undefined] })).toBe('{"clip":null,"seconds":[null]}');
});
