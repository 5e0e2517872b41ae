/** Kills the process that runs the local system in the middle of its work, over and over, and starts it again. */
import { jest } from '@jest/globals';
import { deathInUploadTests } from './process-death/death-in-upload.ts';
import { makeSeed, processDeathTests } from './process-death/death-tests.ts';

// Whole systems start here, one after the other; on a busy machine that takes its time.
jest.setTimeout(240_000);

processDeathTests(2, makeSeed());
deathInUploadTests();
