/** What the page is served by, beside the API: its own files, and what only a laptop tells it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFiles } from '../../lambdas/serve-page/page-files.ts';
import { type FaultSources, serveFaults } from './fault-routes.ts';
import { sendJson } from './own-page.ts';
import { servePageFile } from './page-files.ts';
import { type RunSources, serveRuns } from './run-routes.ts';

/** What the page is told of the system. */
export interface PageSources {
  /** Days on which something was recorded, UTC: the API lists a day at a time, and a sample may be months old. */
  readonly days: () => Promise<readonly string[]>;
  /** Executions and messages; a page without them is not told of any. */
  readonly runs?: RunSources;
  /** The fault panel; a page without it shows none. */
  readonly faults?: FaultSources;
}

/** Where the system tells its days. */
export const daysPath = '/local/days';

/** Answers what belongs to the page. @returns whether it was the page's */
export type ServePage = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Serves the page's files and the paths below `/local/`. */
export function makeServePage(files: PageFiles, { days, runs, faults }: PageSources): ServePage {
  return async (request, response) => {
    if (servePageFile(files, request, response)) return true;
    if (runs !== undefined && (await serveRuns(runs, request, response))) return true;
    if (faults !== undefined && (await serveFaults(faults, request, response))) return true;
    if (request.method !== 'GET' || request.url !== daysPath) return false;
    sendJson(response, 200, await days());
    return true;
  };
}
