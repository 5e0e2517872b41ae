import { expect, test } from '@jest/globals';
import type { Finding } from '../../../lambdas/shared/contract/catalog.ts';
import { limitFindings, tellFindings } from '../../../lambdas/validate-recording/findings.ts';

const findings = (count: number): Finding[] =>
  Array.from({ length: count }, (_, index) => ({ code: 'segment-missing', message: `gap ${index}` }));

test('a hundred findings are all kept', () => {
  expect(limitFindings(findings(100))).toEqual(findings(100));
});

test('of more than a hundred the first are kept, and the number of the others', () => {
  const limited = limitFindings(findings(103));

  expect(limited).toHaveLength(101);
  expect(limited[100]).toEqual({ code: 'findings-left-out', message: '3 more findings are left out' });
});

test.each([
  [1, 'gap 0'],
  [2, 'gap 0; gap 1'],
  [10, 'gap 9'],
  [11, 'gap 9; and 1 more'],
])('a message tells of the first ten: %i', (count, ending) => {
  expect(tellFindings(findings(count)).endsWith(ending)).toBe(true);
});
