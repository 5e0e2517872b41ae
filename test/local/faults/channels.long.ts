/** The fault matrix of IVS, where a step waits for its answer. */
import { jest } from '@jest/globals';
import { channelRows } from './channel-rows.ts';
import { exportOptions } from './export-rows.ts';
import { matrixTests } from './matrix-tests.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests('channels', channelRows, exportOptions);
