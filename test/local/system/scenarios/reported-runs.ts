/** What `npm start` reports of a run, of which an export does not come to be. */
import { afterAll, expect, test } from '@jest/globals';
import { runRecording } from '../../../../local/run/recording-run.ts';
import { SampleCopies } from '../sample-copies.ts';
import type { Stage } from '../stage.ts';

export function reportedRunScenarios(stage: () => Stage): void {
  const copies = new SampleCopies();
  afterAll(() => copies.remove());

  test('an export that cannot be met is reported by its name, and the playback stands', async () => {
    const folder = copies.make('wishedTooHigh');
    const wish = { isExportWanted: true, rendition: '999p' };

    const run = await runRecording(stage().system, folder, { wish, isCopied: true });

    expect(run).toMatchObject({
      status: 'FAILED',
      exports: [],
      heldExports: [],
      failedExports: [{ name: '999p', error: 'RenditionNotFoundError', message: expect.stringContaining('720p30') }],
    });
    expect(run.playbackUrl).toMatch(/\/wishedTooHigh\/media\/hls\/master\.m3u8$/);
  });
}
