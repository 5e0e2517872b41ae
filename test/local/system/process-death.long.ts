/** The same as process-death.test.ts, more often: 60 kills. */
import { jest } from '@jest/globals';
import { makeSeed, processDeathTests } from './process-death/death-tests.ts';

jest.setTimeout(600_000);

const seed = makeSeed();
for (let run = 0; run < 10; run += 1) processDeathTests(6, (seed + run) >>> 0);
