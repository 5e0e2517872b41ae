import { expect, test } from '@jest/globals';
import { holds, parseCondition } from '../../../local/states/choice-rule.ts';
import { machine, outputOf, Rig } from './rig.ts';

const input = { text: 'a', n: 5, yes: true, no: false, nothing: null, list: [1] };
const scope = { input, context: { Execution: { Name: 'run' } } };

test.each<[object, boolean]>([
  [{ Variable: '$.text', StringEquals: 'a' }, true],
  [{ Variable: '$.text', StringEquals: 'b' }, false],
  [{ Variable: '$.n', StringEquals: '5' }, false],
  [{ Variable: '$$.Execution.Name', StringEquals: 'run' }, true],
  [{ Variable: '$.yes', BooleanEquals: true }, true],
  [{ Variable: '$.no', BooleanEquals: true }, false],
  [{ Variable: '$.no', BooleanEquals: false }, true],
  [{ Variable: '$.nothing', BooleanEquals: false }, false],
  [{ Variable: '$.n', NumericEquals: 5 }, true],
  [{ Variable: '$.text', NumericEquals: 5 }, false],
  [{ Variable: '$.n', NumericGreaterThan: 5 }, false],
  [{ Variable: '$.n', NumericGreaterThan: 4.9 }, true],
  [{ Variable: '$.n', NumericGreaterThanEquals: 5 }, true],
  [{ Variable: '$.n', NumericLessThan: 5 }, false],
  [{ Variable: '$.n', NumericLessThan: 5.1 }, true],
  [{ Variable: '$.n', NumericLessThanEquals: 5 }, true],
  [{ Variable: '$.text', NumericLessThan: 5 }, false],
  [{ Variable: '$.n', IsPresent: true }, true],
  [{ Variable: '$.n', IsPresent: false }, false],
  [{ Variable: '$.missing', IsPresent: true }, false],
  [{ Variable: '$.missing', IsPresent: false }, true],
  [{ Variable: '$.nothing', IsPresent: true }, true],
  [{ Variable: '$.nothing', IsNull: true }, true],
  [{ Variable: '$.nothing', IsNull: false }, false],
  [{ Variable: '$.n', IsNull: false }, true],
  [{ Not: { Variable: '$.n', NumericEquals: 5 } }, false],
  [
    {
      And: [
        { Variable: '$.n', NumericEquals: 5 },
        { Variable: '$.text', StringEquals: 'a' },
      ],
    },
    true,
  ],
  [
    {
      And: [
        { Variable: '$.n', NumericEquals: 5 },
        { Variable: '$.text', StringEquals: 'b' },
      ],
    },
    false,
  ],
  [
    {
      Or: [
        { Variable: '$.n', NumericEquals: 6 },
        { Variable: '$.text', StringEquals: 'a' },
      ],
    },
    true,
  ],
  [{ Or: [{ Variable: '$.n', NumericEquals: 6 }, { Not: { Variable: '$.yes', BooleanEquals: true } }] }, false],
  [
    {
      And: [
        { Variable: '$.missing', IsPresent: true },
        { Variable: '$.missing', StringEquals: 'a' },
      ],
    },
    false,
  ],
])('%j is %p', (rule, expected) => {
  expect(holds(parseCondition(rule, 'Choices[0]'), scope)).toBe(expected);
});

test.each([{ StringEquals: 'a' }, { IsNull: true }, { NumericLessThan: 1 }])(
  'asking %j of what is absent is States.Runtime',
  (comparison) => {
    const condition = parseCondition({ Variable: '$.missing', ...comparison }, 'Choices[0]');

    expect(() => holds(condition, scope)).toThrow(
      expect.objectContaining({ error: 'States.Runtime', cause: expect.stringContaining("'$.missing'") }),
    );
  },
);

test.each<[object, string, string]>([
  [{ Variable: '$.a', StringMatches: 'a*' }, 'Choices[0].StringMatches', 'not supported'],
  [{ Variable: '$.a', StringEqualsPath: '$.b' }, 'Choices[0].StringEqualsPath', 'not supported'],
  [{ Variable: '$.a', StringEquals: 1 }, 'Choices[0].StringEquals', 'compares with a string'],
  [{ Variable: '$.a[*]', IsNull: true }, 'Choices[0].Variable', 'reference path'],
  [{ IsNull: true }, 'Choices[0].Variable', 'reference path'],
  [{ Variable: '$.a', IsNull: true, IsPresent: true }, 'Choices[0]', 'exactly one comparison'],
  [{ Variable: '$.a' }, 'Choices[0]', 'exactly one comparison'],
  [{ And: [] }, 'Choices[0].And', 'at least one'],
  [
    { Or: [{ Not: { Variable: '$.a', TimestampEquals: 'x' } }] },
    'Choices[0].Or[0].Not.TimestampEquals',
    'not supported',
  ],
])('%j is refused', (rule, field, problem) => {
  expect(() => parseCondition(rule, 'Choices[0]')).toThrow(
    expect.objectContaining({ field, message: expect.stringContaining(problem) }),
  );
});

const choosing = (extra: object) =>
  machine({
    Which: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.n', NumericEquals: 1, Next: 'One' },
        { Variable: '$.n', NumericGreaterThan: 0, Next: 'More' },
      ],
      ...extra,
    },
    One: { Type: 'Pass', Result: 'one', End: true },
    More: { Type: 'Pass', Result: 'more', End: true },
    Other: { Type: 'Pass', Result: 'other', End: true },
  });

test.each([
  [1, 'one'],
  [2, 'more'],
  [0, 'other'],
])('the first rule that holds decides, or else the Default: %p leads to %p', async (n, expected) => {
  const rig = new Rig({ definition: choosing({ Default: 'Other' }) });

  const execution = await rig.run({ n });

  expect(outputOf(execution)).toBe(expected);
});

test('without a rule that holds and without Default it is States.NoChoiceMatched', async () => {
  const rig = new Rig({ definition: choosing({}) });

  const execution = await rig.run({ n: 0 });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});
