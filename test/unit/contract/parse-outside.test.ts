import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { parseOutside } from '../../../lambdas/shared/contract/parse-outside.ts';

const schema = z.object({ name: z.string().check(z.minLength(3)) });
const error = () => 'is not right';

test('a value that fits is given back', () => {
  expect(parseOutside(schema, { name: 'abc', more: 1 }, { error })).toEqual({ success: true, data: { name: 'abc' } });
});

test('an object whose length cannot be compared is a fault of the value, not of the program', () => {
  const value: unknown = JSON.parse('{"name":{"length":{"toString":1}}}');

  const result = parseOutside(schema, value, { error });

  expect(result).toMatchObject({ success: false, issues: [{ message: expect.stringContaining('length') }] });
});

test('what a schema itself throws otherwise is thrown', () => {
  const faulty = z.pipe(
    z.unknown(),
    z.transform(() => {
      throw new RangeError('of our own');
    }),
  );

  expect(() => parseOutside(faulty, 1, { error })).toThrow('of our own');
});
