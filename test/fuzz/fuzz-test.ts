import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FuzzAnswer } from '../../scripts/fuzz/fuzz-orders.ts';
import { CaseStuckError, FuzzThread } from '../../scripts/fuzz/fuzz-thread.ts';
import type { TargetLoaders } from './all-targets.ts';

const { FUZZ_SEED, FUZZ_CASES = '10000' } = process.env;

/** Another one each time, since what one sequence of cases finds was found long ago. */
const seed = FUZZ_SEED === undefined ? randomInt(2 ** 31) : Number(FUZZ_SEED);
const cases = Number(FUZZ_CASES);

/** Fewer say nothing of how well the cases are made. */
const enoughCases = 1000;

/**
 * Runs 10,000 cases of each target, in a thread that is watched: a case that never ends, or takes all memory, is told
 * like any other. `FUZZ_SEED` repeats a run; what fails says how to repeat it alone.
 */
export function fuzzTests(targets: TargetLoaders): void {
  const names = Object.keys(targets);
  let thread: FuzzThread | undefined;
  beforeAll(() => {
    process.stdout.write(`Fuzzing ${names.length} targets with FUZZ_SEED=${seed}\n`);
  });
  afterAll(async () => {
    await thread?.end();
  });

  test.each(names)(
    'whatever %s reads, it takes or refuses by name',
    async (target) => {
      thread ??= new FuzzThread();
      await thread.targets;
      const { failure, ...told } = await thread.run({ target, seed, cases }).catch(async (error) => {
        await thread?.end();
        thread = undefined;
        return stuck(error);
      });

      expect(failure ?? '').toBe('');
      if (cases >= enoughCases) requireBothWays(told);
    },
    10 * 60_000,
  );
}

type Told = Pick<FuzzAnswer, 'outcomes' | 'mayRefuse' | 'failure'>;

function stuck(error: unknown): Told {
  if (!(error instanceof CaseStuckError)) throw error;
  return { outcomes: new Map(), mayRefuse: false, failure: error.message };
}

/** Cases that are all refused, or none, test little. */
function requireBothWays({ outcomes, mayRefuse }: Pick<FuzzAnswer, 'outcomes' | 'mayRefuse'>): void {
  expect(outcomes.get('taken') ?? 0).toBeGreaterThan(cases / 100);
  if (mayRefuse) expect(outcomes.size).toBeGreaterThan(1);
}
