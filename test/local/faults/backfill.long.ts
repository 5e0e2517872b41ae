/** The fault matrix of the backfill, the reconciler and the retention of thumbnails. */
import { jest } from '@jest/globals';
import { backfillOptions, backfillRows } from './backfill-rows.ts';
import { matrixTests } from './matrix-tests.ts';
import { thumbnailRows } from './thumbnail-rows.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests('backfill', [...backfillRows, ...thumbnailRows], backfillOptions);
