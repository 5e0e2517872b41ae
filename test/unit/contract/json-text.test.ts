import { expect, test } from '@jest/globals';
import { isNestedDeeper, jsonExcerptOf } from '../../../lambdas/shared/contract/json-text.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

test.each([
  [7, 0],
  [[1], 1],
  [{ a: [1, { b: null }] }, 3],
  [nested(40), 40],
])('knows how deep %j is nested', (value, levels) => {
  expect(isNestedDeeper(value, levels)).toBe(false);
  if (levels > 0) expect(isNestedDeeper(value, levels - 1)).toBe(true);
});

test('looks no deeper than it was asked to', () => {
  expect(isNestedDeeper(nested(1_000_000), 20)).toBe(true);
});

test('an excerpt is cut, and says so much of what has no text', () => {
  expect(jsonExcerptOf({ a: 'long' }, 6)).toBe('{"a":"');
  expect(jsonExcerptOf(undefined, 100)).toBe('nothing');
  expect(jsonExcerptOf(nested(100_000), 100)).toBe('JSON that is nested more than 500 deep');
});
