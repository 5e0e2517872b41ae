import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { parseWith } from '../../../../lambdas/shared/recording/schema-faults.ts';

const schema = z.strictObject({
  name: z.string(),
  list: z.array(z.union([z.literal('all'), z.strictObject({ size: z.number() })])),
});

test('a value that fits is given back', () => {
  expect(parseWith(schema, { name: 'a', list: ['all'] }, 'it')).toEqual({ value: { name: 'a', list: ['all'] } });
});

test.each<[string, unknown, string[]]>([
  ['every fault with its path', { name: 1, list: 2 }, ['name: ', 'expected string', 'list: ', 'expected array']],
  ['a key that nobody knows', { name: 'a', list: [], nmae: 'b' }, ['the input: ', '"nmae"']],
  ['something else altogether', 'text', ['the input: ', 'expected object']],
  [
    'what each alternative needs',
    { name: 'a', list: [{ size: 'x' }] },
    ['list[0]: fits no alternative', '"all"', 'size: ', 'expected number'],
  ],
])('faults tell of %s', (_, value, words) => {
  const parsed = parseWith(schema, value, 'the input');

  const faults = 'faults' in parsed ? parsed.faults : '';
  for (const word of words) expect(faults).toContain(word);
});

test('of a hundred thousand faults some are told, and how many there are', () => {
  const parsed = parseWith(schema, { name: 'a', list: Array.from({ length: 100_000 }, () => 0) }, 'the input');

  const faults = 'faults' in parsed ? parsed.faults : '';
  expect(faults).toMatch(/^list\[0\]: .*; and 99975 more$/);
  expect(faults.length).toBeLessThan(8001);
});

test('a key of a megabyte is not told whole', () => {
  const parsed = parseWith(schema, { name: 'a', list: [], ['k'.repeat(1_000_000)]: 1 }, 'the input');

  expect('faults' in parsed ? parsed.faults : '').toHaveLength(8000);
});
