import { expect, test } from '@jest/globals';
import { IntrinsicSyntaxError, parseIntrinsic } from '../../../local/states/intrinsic-parser.ts';
import { evaluateIntrinsic, intrinsicProblem } from '../../../local/states/intrinsics.ts';
import type { Json } from '../../../local/states/json.ts';

const scope = {
  input: {
    name: 'Ada',
    n: 3,
    yes: true,
    none: null,
    list: [1, 2],
    object: { a: 1 },
    json: '{"x":[1]}',
    template: 'hi {}',
    'a, b': 'odd',
  } satisfies Json,
  context: { Execution: { Name: 'run' } } satisfies Json,
};

test.each<[string, Json]>([
  ["States.Format('plain')", 'plain'],
  ["States.Format('{} is {}', $.name, $.n)", 'Ada is 3'],
  ["States.Format('{}/{}/{}', $.yes, $.none, 1.5)", 'true/null/1.5'],
  ["States.Format('{}', 'literal')", 'literal'],
  ["States.Format('it\\'s \\{{}\\}', $.name)", "it's {Ada}"],
  ["States.Format('\\{} {}', $.name)", '{} Ada'],
  ["States.Format('back\\\\slash {}', $.name)", 'back\\slash Ada'],
  ["States.Format('{}', '{}')", '{}'],
  ['States.Format($.template, $.name)', 'hi Ada'],
  ["States.Format('{}-{}', $$.Execution.Name, States.Format('<{}>', $.n))", 'run-<3>'],
  ["States.Format('{}', $['a, b'])", 'odd'],
  ["States.Format( '{}' , $.name )", 'Ada'],
  ['States.JsonToString($.object)', '{"a":1}'],
  ['States.JsonToString($.name)', '"Ada"'],
  ['States.StringToJson($.json)', { x: [1] }],
  ['States.StringToJson(\'"text"\')', 'text'],
  ["States.Hash('text', 'MD5')", '1cb251ec0d568de6a929b520c4aed8d1'],
  ["States.Hash('text', 'SHA-1')", '372ea08cab33e71c02c651dbc83a474d32c676ea'],
  ["States.Hash('text', 'SHA-256')", '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1'],
  ['States.JsonMerge($.object, States.StringToJson($.json), false)', { a: 1, x: [1] }],
  ['States.Array()', []],
  ["States.Array(1, 'two', $.yes, null, $.object)", [1, 'two', true, null, { a: 1 }]],
  ['States.ArrayLength($.list)', 2],
  ['States.ArrayLength(States.Array(1, 2, 3))', 3],
])('%s', (text, expected) => {
  expect(evaluateIntrinsic(text, scope)).toEqual(expected);
});

test('States.UUID gives a new random UUID each time', () => {
  const first = evaluateIntrinsic('States.UUID()', scope);
  const second = evaluateIntrinsic('States.UUID()', scope);

  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second).not.toBe(first);
});

test.each([
  ["States.Format('{} {}', $.name)", 'places'],
  ["States.Format('{}', $.name, $.n)", 'places'],
  ["States.Format('{}', $.object)", 'JsonToString'],
  ['States.Format($.n)', 'text first'],
  ["States.Hash($.name, 'CRC32')", 'SHA-256'],
  ['States.JsonMerge($.object, $.object, true)', 'shallow'],
  ['States.JsonMerge($.object, $.list, false)', 'two objects'],
  ['States.StringToJson($.name)', 'no JSON'],
  ['States.StringToJson($.n)', 'needs a text'],
  ['States.ArrayLength($.name)', 'needs an array'],
])('%s is a States.IntrinsicFailure', (text, cause) => {
  expect(() => evaluateIntrinsic(text, scope)).toThrow(
    expect.objectContaining({ error: 'States.IntrinsicFailure', cause: expect.stringContaining(cause) }),
  );
});

test('a text of more than 10,000 characters cannot be hashed', () => {
  const long = { input: { text: 'x'.repeat(10_001) }, context: {} };

  expect(() => evaluateIntrinsic("States.Hash($.text, 'MD5')", long)).toThrow('10000 characters');
});

test('an absent path within a function is a States.Runtime that names it', () => {
  expect(() => evaluateIntrinsic("States.Format('{}', $.missing)", scope)).toThrow(
    expect.objectContaining({
      error: 'States.Runtime',
      cause: expect.stringContaining("'$.missing' could not be found"),
    }),
  );
});

test.each([
  'States.Format(',
  "States.Format('open)",
  "States.Format('a' 'b')",
  "States.Format('a') tail",
  "States.Format('a',)",
  'Format()',
  'States.Format(States)',
  'States.Format($.a[*])',
])('%s cannot be read', (text) => {
  expect(() => parseIntrinsic(text)).toThrow(IntrinsicSyntaxError);
});

test.each([
  ["States.Base64Encode('a')", 'States.Base64Encode is not supported'],
  ["States.Format('{}', States.MathAdd(1, 2))", 'States.MathAdd is not supported'],
  ["States.Hash('a')", 'takes 2 arguments, found 1'],
  ['States.UUID(1)', 'takes 0 arguments, found 1'],
])('%s is found out before a run', (text, problem) => {
  expect(intrinsicProblem(parseIntrinsic(text))).toContain(problem);
});
