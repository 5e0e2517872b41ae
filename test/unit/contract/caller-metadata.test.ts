import { expect, test } from '@jest/globals';
import { callerMetadataSchema } from '../../../lambdas/shared/contract/caller-metadata.ts';

const faultOf = (metadata: unknown): string | undefined =>
  callerMetadataSchema.safeParse(metadata).error?.issues[0]?.message;

/** An object around so many arrays. */
const nested = (arrays: number): unknown => JSON.parse(`{"a":${'['.repeat(arrays)}${']'.repeat(arrays)}}`);

test('is limited in bytes of JSON, not in characters', () => {
  const fits = { note: 'x'.repeat(1024 - '{"note":""}'.length) };

  expect(faultOf(fits)).toBeUndefined();
  expect(faultOf({ note: `${fits.note}x` })).toBe('must be at most 1024 bytes of JSON');
  expect(faultOf({ note: 'é'.repeat(600) })).toBe('must be at most 1024 bytes of JSON');
});

test.each([20, 500, 100_000])('is not nested deeper than the catalog takes: %d arrays in an object', (arrays) => {
  expect(faultOf(nested(19))).toBeUndefined();
  expect(faultOf(nested(arrays))).toBe('must be nested at most 20 deep');
});

test.each([0, -0, 7.5, -1e-130, 9.99e125])('may hold a number that the catalog takes: %d', (number) => {
  expect(faultOf({ list: [{ number }] })).toBeUndefined();
});

test.each([1e126, -1e300, 1e-131, 5e-324])('holds no number that the catalog refuses: %d', (number) => {
  expect(faultOf({ list: [{ number }] })).toContain('numbers within 1E-130 and 9.99E+125');
});

test('has no key that is empty', () => {
  expect(faultOf({ inner: { '': 1 } })).toContain('keys of at least one character');
});
