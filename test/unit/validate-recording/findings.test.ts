import { expect, test } from '@jest/globals';
import type { Finding } from '../../../lambdas/shared/contract/catalog.ts';
import { limitFindings, tellFindings } from '../../../lambdas/validate-recording/findings.ts';

const gaps = (count: number, rendition?: string): Finding[] =>
  Array.from({ length: count }, (_, index) => ({
    code: 'segment-missing',
    message: `gap ${index}`,
    ...(rendition === undefined ? {} : { rendition }),
  }));
const codes = (findings: readonly Finding[]) =>
  findings.map(({ code, rendition }) => (rendition === undefined ? code : `${code} ${rendition}`));

test('a hundred findings are all kept', () => {
  expect(limitFindings(gaps(100))).toEqual(gaps(100));
});

test('of more than a hundred the first are kept, and the number of the others', () => {
  const limited = limitFindings(gaps(103));

  expect(limited).toHaveLength(101);
  expect(limited[100]).toEqual({
    code: 'findings-left-out',
    message: '3 more findings are left out: 3 segment-missing',
  });
});

test('many findings of one kind hide none of another kind or rendition', () => {
  const end: Finding = { code: 'end-mark-missing', message: 'no end', rendition: '160p30' };
  const failure: Finding = { code: 'ivs-reported-failure', message: 'failed' };

  const limited = limitFindings([failure, ...gaps(5000, '720p30'), ...gaps(7, '160p30'), end]);

  expect(limited.length).toBeLessThanOrEqual(101);
  expect(
    Object.fromEntries([...Map.groupBy(codes(limited), (code) => code)].map(([code, all]) => [code, all.length])),
  ).toEqual({
    'ivs-reported-failure': 1,
    'segment-missing 720p30': 91,
    'segment-missing 160p30': 7,
    'end-mark-missing 160p30': 1,
    'findings-left-out': 1,
  });
  expect(limited.at(-1)?.message).toBe('4909 more findings are left out: 4909 segment-missing of 720p30');
});

test('of more kinds than a hundred the first are kept, and the others are counted', () => {
  const findings = Array.from({ length: 150 }, (_, index) => gaps(2, `r${index}`)).flat();

  const limited = limitFindings(findings);

  expect(limited).toHaveLength(101);
  expect(limited.at(-1)?.message).toMatch(
    /^200 more findings are left out: 1 segment-missing of r0, .* and 140 kinds more$/,
  );
});

test.each([
  [1, 'gap 0'],
  [2, 'gap 0; gap 1'],
  [10, 'gap 9'],
  [11, 'gap 9; and 1 more'],
])('a message tells of the first ten: %i', (count, ending) => {
  expect(tellFindings(gaps(count)).endsWith(ending)).toBe(true);
});
