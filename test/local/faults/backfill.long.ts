/**
 * The fault matrix of the backfill and the reconciler. The rule on failed executions is taken out, so that there is
 * something left for the reconciler to report.
 */
import { jest } from '@jest/globals';
import { backfillRows } from './backfill-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(300_000);

matrixTests('backfill', backfillRows, {
  change: (model) => ({ ...model, rules: model.rules.filter(({ name }) => !name.includes('ExecutionFailed')) }),
});
