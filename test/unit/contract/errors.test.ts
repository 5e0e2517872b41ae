import { expect, test } from '@jest/globals';
import * as contract from '../../../lambdas/shared/contract/errors.ts';

const { saysUnplayable, saysUnusable, stepErrors } = contract;

const classes = Object.entries(contract).filter(([name]) => name.endsWith('Error'));

test.each(classes)('%s carries its own name, keeps its cause and is registered', (name, value) => {
  const Class = value as new (message: string, options: ErrorOptions) => Error;
  const cause = new Error('the reason');

  const error = new Class('what happened', { cause });

  expect(error).toMatchObject({ name, message: 'what happened', cause });
  expect(Object.keys(stepErrors)).toContain(name);
});

test('nothing is registered that has no class', () => {
  expect(Object.keys(stepErrors).toSorted()).toEqual(classes.map(([name]) => name).toSorted());
});

test('only a verdict on the recording says that it cannot be played', () => {
  expect(saysUnplayable('RecordingDamagedError')).toBe(true);
  expect(saysUnplayable('StorageUnavailableError')).toBe(false);
  expect(saysUnplayable('States.Timeout')).toBe(false);
  expect(saysUnplayable('toString')).toBe(false);
});

test('what VerifyExport finds of a file says that it cannot be used, and nothing else does', () => {
  const unusable = Object.keys(stepErrors).filter(saysUnusable);

  expect(unusable).toEqual(['ExportMissingError', 'ExportDamagedError', 'ExportDurationMismatchError']);
  expect(saysUnusable('toString')).toBe(false);
});
