/**
 * Of the whole fault matrix one cell of each row, so that every call is made to fail, and every fault occurs; each time
 * others. `*.long.ts` beside it have all cells.
 */
import { jest } from '@jest/globals';
import { apiRows } from './api-rows.ts';
import { backfillOptions, backfillRows } from './backfill-rows.ts';
import { channelRows } from './channel-rows.ts';
import { eventRows } from './event-rows.ts';
import { exportOptions, exportRows, multipartRows } from './export-rows.ts';
import { matrixTests } from './matrix-tests.ts';
import { playbackRows } from './playback-rows.ts';
import { thumbnailRows } from './thumbnail-rows.ts';

// All cells run before the first test; on a busy machine that takes its time.
jest.setTimeout(600_000);

matrixTests(
  'playback, exports, multipart uploads, channels and the API, a cell of each row',
  [...playbackRows, ...eventRows, ...exportRows, ...multipartRows, ...channelRows, ...apiRows],
  { ...exportOptions, isSample: true },
);
matrixTests('backfills and thumbnails, a cell of each row', [...backfillRows, ...thumbnailRows], {
  ...backfillOptions,
  isSample: true,
});
