import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/events/event-pattern.ts';
import { TemplateUnsupportedError } from '../../../local/template/intrinsics.ts';

const matches = (pattern: Record<string, unknown>, event: unknown): boolean => compilePattern(pattern)(event);

describe('a pattern', () => {
  test.each([
    ['a value of its list', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['another value', { a: ['x', 'y'] }, { a: 'z' }, false],
    ['nothing at all', { a: ['x'] }, {}, false],
    ['null where null is meant', { a: [null] }, { a: null }, true],
    ['a number that is not the same text', { a: ['1'] }, { a: 1 }, false],
    ['a list of which one element fits', { a: ['x'] }, { a: ['w', 'x'] }, true],
    ['an empty list', { a: ['x'] }, { a: [] }, false],
    ['an object inside', { a: { b: ['x'] } }, { a: { b: 'x', c: 1 } }, true],
    ['an object inside of which one key does not fit', { a: { b: ['x'], c: [2] } }, { a: { b: 'x', c: 1 } }, false],
    ['text where an object is meant', { a: { b: ['x'] } }, { a: 'x' }, false],
    ['more than it names', { a: [1] }, { a: 1, b: 2 }, true],
    ['a prefix', { a: [{ prefix: 'ivs/' }] }, { a: 'ivs/v1' }, true],
    ['another prefix', { a: [{ prefix: 'ivs/' }] }, { a: 'v1/ivs/' }, false],
    ['a suffix', { a: [{ suffix: '.json' }] }, { a: 'x.json' }, true],
    ['a suffix of something that is no text', { a: [{ suffix: '1' }] }, { a: 1 }, false],
    ['a value or a prefix', { a: ['z', { prefix: 'x' }] }, { a: 'xy' }, true],
    ['a key that has to exist', { a: [{ exists: true }] }, { a: null }, true],
    ['a key that has to exist and does not', { a: [{ exists: true }] }, {}, false],
    ['a key that must not exist', { a: [{ exists: false }] }, { b: 1 }, true],
    ['a key that must not exist and does', { a: [{ exists: false }] }, { a: 1 }, false],
    ['a number above a limit', { a: [{ numeric: ['>', 0] }] }, { a: 1 }, true],
    ['a number at a limit', { a: [{ numeric: ['>', 0] }] }, { a: 0 }, false],
    ['a number in a range', { a: [{ numeric: ['>=', 1, '<', 3] }] }, { a: 1 }, true],
    ['a number outside of a range', { a: [{ numeric: ['>=', 1, '<', 3] }] }, { a: 3 }, false],
    ['a number as text', { a: [{ numeric: ['=', 1] }] }, { a: '1' }, false],
  ])('meets %s', (_what, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

test.each([
  ['an operator that is not known', { a: [{ 'anything-but': ['x'] }] }, /anything-but/],
  ['two operators in one', { a: [{ prefix: 'x', suffix: 'y' }] }, /at pattern\.a uses/],
  ['a prefix with options', { a: [{ prefix: { 'equals-ignore-case': 'x' } }] }, /equals-ignore-case/],
  ['a list of suffixes', { a: [{ suffix: ['x', 'y'] }] }, /suffix/],
  ['an unknown comparison', { a: [{ numeric: ['!', 1] }] }, /numeric/],
  ['$or', { $or: [{ a: [1] }] }, /\$or/],
  ['a value without its list', { a: { b: 'x' } }, /pattern\.a\.b is neither a list nor an object/],
])('%s is refused when the rule is loaded', (_what, pattern, expected) => {
  expect(() => compilePattern(pattern)).toThrow(TemplateUnsupportedError);
  expect(() => compilePattern(pattern)).toThrow(expected);
});
