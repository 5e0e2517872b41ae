/** The fault matrix of everything up to the playback, and of what events set off. */
import { jest } from '@jest/globals';
import { eventRows } from './event-rows.ts';
import { matrixTests } from './matrix-tests.ts';
import { playbackRows } from './playback-rows.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

// A function outside the workflows fails three times with each event.
matrixTests('playback', [...playbackRows, ...eventRows], { eventsPerContainer: 10 });
