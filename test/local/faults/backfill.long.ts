/** The fault matrix of the backfill and the reconciler. */
import { jest } from '@jest/globals';
import { backfillOptions, backfillRows } from './backfill-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests('backfill', backfillRows, backfillOptions);
