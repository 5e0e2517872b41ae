/** The playback server with nothing but the page behind it. */
import type { PageFiles } from '../../../lambdas/serve-page/page-files.ts';
import { makeServePage, type PageSources } from '../../../local/page/serve-page.ts';
import { type PlaybackServer, startPlaybackServer } from '../../../local/playback/server.ts';

/** Starts it. @param sources a system without days unless it tells of some @param files none unless given */
export const startPageStand = (sources: Partial<PageSources>, files: PageFiles = new Map()): Promise<PlaybackServer> =>
  startPlaybackServer({
    behaviours: [],
    originEndpoint: 'http://127.0.0.1:9',
    servePage: makeServePage(files, { days: async () => [], ...sources }),
  });
