// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders so.
import { expect, test } from '@jest/globals';
import { type References, resolveIntrinsics, TemplateUnsupportedError } from '../../../local/template/intrinsics.ts';

const references: References = {
  ref: (logicalId) => `ref-${logicalId}`,
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  importValue: (name) => `imported-${String(name)}`,
};
const resolve = (value: unknown) => resolveIntrinsics(value, references);

test.each([
  ['Ref', { Ref: 'Topic' }, 'ref-Topic'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
  ['GetAtt as a string', { 'Fn::GetAtt': 'Nested.Outputs.Arn' }, 'Nested/Outputs.Arn'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
  ['Join of a Split', { 'Fn::Join': ['+', { 'Fn::Split': ['.', 'a.b'] }] }, 'a+b'],
  ['Select', { 'Fn::Select': ['1', ['a', { Ref: 'B' }]] }, 'ref-B'],
  ['Select of a Split', { 'Fn::Select': [0, { 'Fn::Split': ['|', { Ref: 'X' }] }] }, 'ref-X'],
  ['Sub with references', { 'Fn::Sub': 'arn:${AWS::Partition}:${Queue.Arn}' }, 'arn:ref-AWS::Partition:Queue/Arn'],
  ['Sub with variables', { 'Fn::Sub': ['${a}-${B}', { a: { Ref: 'A' } }] }, 'ref-A-ref-B'],
  ['Sub with an escape', { 'Fn::Sub': '${!Literal}' }, '${Literal}'],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'x-${Y}' } }, 'imported-x-ref-Y'],
])('%s is replaced by what it stands for', (_name, value, expected) => {
  expect(resolve(value)).toBe(expected);
});

test('lists and objects are searched to their depths, and everything else stays as it is', () => {
  const value = { list: [{ Ref: 'A' }, 1, null], object: { deep: { Ref: 'B' }, isTrue: true }, Ref: 'no function' };

  expect(resolve(value)).toEqual({
    list: ['ref-A', 1, null],
    object: { deep: 'ref-B', isTrue: true },
    Ref: 'no function',
  });
});

test.each([
  [
    'a function that is not known',
    { 'Fn::If': ['IsProduction', 1, 2] },
    /Fn::If, which the local system does not know/,
  ],
  ['a condition', { Condition: 'IsProduction' }, /uses Condition/],
  ['Join of something that is no list', { 'Fn::Join': ['-', 'text'] }, /Fn::Join needs a list and got "text"/],
  ['Join of something that is no string', { 'Fn::Join': ['-', [{ a: 1, b: 2 }]] }, /Fn::Join needs a string/],
  ['Sub of something that is no string', { 'Fn::Sub': ['${a}', { a: [1] }] }, /\$\{a\} needs a string and got \[1\]/],
  ['Select past the end', { 'Fn::Select': [2, ['a', 'b']] }, /Fn::Select finds nothing/],
  ['Ref to something that is no name', { Ref: ['A'] }, /Ref needs a string/],
])('%s is refused by name', (_name, value, expected) => {
  expect(() => resolve(value)).toThrow(TemplateUnsupportedError);
  expect(() => resolve(value)).toThrow(expected);
});
