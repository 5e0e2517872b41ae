import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CompactNumbers } from '../../../../media/mp4/compact-numbers.ts';
import { RunList } from '../../../../media/mp4/run-list.ts';

const numbers = fc.array(
  fc.oneof(fc.constantFrom(0, 254, 255, 256, 65_534, 65_535, 65_536, 2 ** 32), fc.integer({ min: 0, max: 70_000 })),
);

test.each([1, 2] as const)('gives back what it was given, with %p bytes each', (bytesEach) => {
  fc.assert(
    fc.property(numbers, (values) => {
      const list = new CompactNumbers(bytesEach);

      for (const value of values) list.push(value);

      expect(valuesOf(list)).toEqual(values);
      expect(list).toHaveLength(values.length);
    }),
  );
});

test('keeps more than a block of numbers, large ones among them', () => {
  const values = Array.from({ length: 100_000 }, (_, index) => (index % 3 === 0 ? 2 ** 33 + index : index));
  const list = new CompactNumbers(2);

  for (const value of values) list.push(value);

  expect(valuesOf(list)).toEqual(values);
});

test('runs of equal numbers are counted, the last one as well', () => {
  const list = new RunList();
  const counts: number[] = [];
  const values: number[] = [];

  for (const value of [7, 7, 7, 0, 0, 70_000, ...Array<number>(300).fill(7)]) list.push(value);

  list.forEachCount((count) => counts.push(count));
  list.forEachValue((value) => values.push(value));
  expect([list.runs, counts, values]).toEqual([4, [3, 2, 1, 300], [7, 0, 70_000, 7]]);
});

test('a run may begin with zero', () => {
  const list = new RunList();

  list.push(0);

  expect(list.runs).toBe(1);
});

function valuesOf(list: CompactNumbers): number[] {
  const values: number[] = [];
  list.forEach((value) => {
    values.push(value);
  });
  return values;
}
