import { expect, test } from '@jest/globals';
import { isDay } from '../../../lambdas/shared/contract/timestamp.ts';
import { isDay as isDayOfPage } from '../../../web/navigation/route.ts';

test.each([
  ['2026-06-23', true],
  ['2024-02-29', true],
  ['1970-01-01', true],
  ['2026-02-29', false],
  ['2026-02-31', false],
  ['2026-13-01', false],
  ['2026-6-3', false],
  ['2026-06-23T00:00:00Z', false],
  ['', false],
])('whether %p is a day: %p, to the API and to the page that asks it', (text, expected) => {
  expect([isDay(text), isDayOfPage(text)]).toEqual([expected, expected]);
});
