import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { FuzzTarget, Outcomes } from './fuzz-target.ts';

const { FUZZ_SEED, FUZZ_PATH, FUZZ_CASES = '10000' } = process.env;

/** Another one each time, since what one sequence of cases finds was found long ago. */
const seed = FUZZ_SEED === undefined ? randomInt(2 ** 31) : Number(FUZZ_SEED);
const cases = Number(FUZZ_CASES);

/** Fewer say nothing of how well the cases are made. */
const enoughCases = 1000;

/** Runs 10,000 cases of each target; `FUZZ_SEED` and `FUZZ_PATH` repeat one that failed. */
export function fuzzTests(targets: readonly FuzzTarget[]): void {
  test.each(targets.map((target) => [target.name, target] as const))(
    'whatever %s reads, it takes or refuses by name',
    async (_, target) => {
      const outcomes: Outcomes = new Map();

      const details = await fc.check(target.property(outcomes), { numRuns: cases, seed, path: FUZZ_PATH });

      expect(details.failed ? failureText(target.name, details) : '').toBe('');
      if (FUZZ_PATH === undefined && cases >= enoughCases) requireBothWays(target, outcomes);
    },
    10 * 60_000,
  );
}

/** Cases that are all refused, or none, test little. */
function requireBothWays({ refusals }: FuzzTarget, outcomes: Outcomes): void {
  expect(outcomes.get('taken') ?? 0).toBeGreaterThan(cases / 100);
  if (refusals.length > 0) expect(outcomes.size).toBeGreaterThan(1);
}

function failureText(name: string, details: fc.RunDetails<[unknown]>): string {
  const path = details.counterexamplePath ?? '';
  const repeat = `FUZZ_SEED=${details.seed} FUZZ_PATH=${path} npm test -- test/fuzz -t "${name}"`;
  // Of Node's own errors fast-check leaves the text out.
  const error = (details.errorInstance as Error | null)?.stack ?? '';
  return `${fc.defaultReportMessage(details)}\n\n${error}\n\nTo repeat it: ${repeat}`;
}
