import * as fc from 'fast-check';
import { anyCharacter } from '../../fixtures/any-character.ts';

/** One change of a text. Places are numbers of any size, taken modulo what there is, so that they shrink well. */
export interface TextEdit {
  readonly kind:
    | 'insert'
    | 'remove'
    | 'replace'
    | 'double'
    | 'truncate'
    | 'repeat-line'
    | 'swap-lines'
    | 'number'
    | 'case'
    | 'whole';
  readonly at: number;
  readonly length: number;
  readonly fragment: string;
}

/** What turns parsers: signs of no width, ends of lines, encodings of separators, numbers at the edges. */
export const HOSTILE_FRAGMENTS: readonly string[] = [
  ...['\0', '\n', '\r', '\r\n', '\t', ' ', '\u0085', '\u2028', '\uFEFF', '\u202E', '\uD800', '\u{1F3A5}', 'é', '\x7f'],
  ...[
    '"',
    "'",
    '\\',
    '/',
    '//',
    '..',
    '../',
    '..\\',
    './',
    '%2e%2e/',
    '%2E',
    '%2f',
    '%5c',
    '%252e',
    '%00',
    '%',
    '%zz',
    '%C0%AF',
  ],
  ...['+', '&', '&#0;', '<', '>', '{', '}', '[', ']', ':', ';', ',', '=', '@', '#', '?', '*', '$', '`', '|', '~'],
  ...['-1', '0', '1e309', 'NaN', 'Infinity', '9007199254740993', '18446744073709551616', '1.5', '00', '0x10', '９'],
  ...['null', 'true', '__proto__', 'constructor', 'toString', 'https://example.com/', 'file:///etc/passwd', 'C:\\'],
];

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.5',
  '4294967296',
  '9007199254740992',
  '99999999999999999999',
  '1e400',
  '.',
  '',
];

/** @param fragments of the format, beside the hostile ones */
export function textEdit(fragments: readonly string[] = []): fc.Arbitrary<TextEdit> {
  return fc.record({
    kind: fc.constantFrom(
      ...(['insert', 'insert', 'remove', 'replace', 'replace', 'double', 'truncate'] as const),
      ...(['repeat-line', 'swap-lines', 'number', 'number', 'case', 'whole'] as const),
    ),
    at: fc.nat(),
    length: fc.nat(30),
    fragment: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...fragments, ...HOSTILE_FRAGMENTS) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: anyCharacter }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
    ),
  });
}

/** None to a few changes: most cases stay near enough to what is meant for the deeper checks to be reached. */
export const textEdits = (fragments: readonly string[] = [], maxLength = 4): fc.Arbitrary<readonly TextEdit[]> =>
  fc.array(textEdit(fragments), { maxLength });

export const editText = (text: string, edits: readonly TextEdit[]): string => edits.reduce(editOnce, text);

function editOnce(text: string, { kind, at, length, fragment }: TextEdit): string {
  const start = at % (text.length + 1);
  const [before, piece, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  switch (kind) {
    case 'insert':
      return before + fragment + piece + after;
    case 'remove':
      return before + after;
    case 'replace':
      return before + fragment + after;
    case 'double':
      return before + piece + piece + after;
    case 'truncate':
      return before;
    case 'whole':
      return fragment;
    case 'number':
      return replaceNumber(text, at, NUMBERS[length % NUMBERS.length] ?? '');
    case 'case':
      return before + piece.toLowerCase() + after.slice(0, 1).toUpperCase() + after.slice(1);
    default:
      return editLines(text.split('\n'), kind, at, length).join('\n');
  }
}

function replaceNumber(text: string, at: number, replacement: string): string {
  const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
  const chosen = numbers[at % Math.max(1, numbers.length)];
  if (chosen === undefined) return text;
  return text.slice(0, chosen.index) + replacement + text.slice(chosen.index + chosen[0].length);
}

function editLines(lines: readonly string[], kind: 'repeat-line' | 'swap-lines', at: number, length: number): string[] {
  const first = at % lines.length;
  const second = (first + length) % lines.length;
  const [one = '', other = ''] = [lines[first], lines[second]];
  if (kind === 'repeat-line') return lines.toSpliced(second, 0, one);
  return lines.with(first, other).with(second, one);
}
