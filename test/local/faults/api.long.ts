/** The fault matrix of the API. */
import { jest } from '@jest/globals';
import { apiRows } from './api-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests('api', apiRows);
