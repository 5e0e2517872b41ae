import { expect, test } from '@jest/globals';
import type { Json } from '../../../local/states/json.ts';
import { parseReferencePath, valueAt, withValueAt } from '../../../local/states/reference-path.ts';

const input: Json = {
  a: { b: [10, { c: null }], 'with space': 1, "it's": 2 },
  'dash-ed': true,
  'dotted.name': 'x',
};
const context: Json = { Execution: { Name: 'run' } };

test.each([
  ['$', input],
  ['$.a.b[0]', 10],
  ['$.a.b[1].c', null],
  ["$['a']['b'][0]", 10],
  ['$["a"].b[0]', 10],
  ["$.a['with space']", 1],
  ["$.a['it\\'s']", 2],
  ['$.dash-ed', true],
  ["$['dotted.name']", 'x'],
  ['$$', context],
  ['$$.Execution.Name', 'run'],
  ['$.a.b[7]', undefined],
  ['$.a.x', undefined],
  ['$.a.x.y', undefined],
  ['$.a.b.c', undefined],
  ['$.dotted.name', undefined],
  ['$.constructor', undefined],
  ['$.a.b.length', undefined],
])('%s finds its place', (text, expected) => {
  const value = valueAt(parseReferencePath(text)!, { input, context });

  expect(value).toEqual(expected);
});

test.each([
  'a.b',
  '$.a[*]',
  '$..a',
  '$.a[0:2]',
  '$.a[-1]',
  '$.a[?(@.b)]',
  '$.a.length()',
  '$a',
  '$.',
  '$.a[',
  '$.a b',
  '',
])("'%s' is no reference path", (text) => {
  expect(parseReferencePath(text)).toBeUndefined();
});

test.each<[string, Json, string, Json | undefined]>([
  ['puts a value into an object', { a: 1 }, '$.b', { a: 1, b: 'v' }],
  ['replaces a value', { b: 1 }, '$.b', { b: 'v' }],
  ['makes the objects on the way', { a: 1 }, '$.b.c.d', { a: 1, b: { c: { d: 'v' } } }],
  ['replaces an element of an array', { a: [1, 2] }, '$.a[1]', { a: [1, 'v'] }],
  ['replaces everything at $', { a: 1 }, '$', 'v'],
  ['fails where a text is in the way', { a: 'text' }, '$.a.b', undefined],
  ['fails where null is in the way', { a: null }, '$.a.b', undefined],
  ['fails in a text', 'text', '$.a', undefined],
  ['fails beyond the end of an array', { a: [1] }, '$.a[1]', undefined],
])('writing at a path %s', (_, target, path, expected) => {
  const before = structuredClone(target);

  const result = withValueAt(target, parseReferencePath(path)!.segments, 'v');

  expect(result).toEqual(expected);
  expect(target).toEqual(before);
});
