/** The fault matrix of multipart uploads. */
import { jest } from '@jest/globals';
import { multipartRows } from './export-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

// Each of its events fails many times.
matrixTests('multipart', multipartRows, { eventsPerContainer: 10 });
