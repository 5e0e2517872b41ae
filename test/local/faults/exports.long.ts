/** The fault matrix of the exports. */
import { jest } from '@jest/globals';
import { exportOptions, exportRows } from './export-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests('exports', exportRows, exportOptions);
