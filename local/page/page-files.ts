/** The page, `web/`, served at the root of the playback server, so that it plays and asks the API without CORS. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { readBuiltPage } from '../../lambdas/serve-page/built-page.ts';
import { makePageFiles, type PageFiles } from '../../lambdas/serve-page/page-files.ts';
import { contentSecurityPolicy, type PageSettings } from '../../lambdas/shared/contract/page.ts';

/** Where the page is built: beside the bundle of serve-page, which serves it in the cloud. */
export const pageDirectory = path.resolve(import.meta.dirname, '../../dist/serve-page/page');

/** What the policy of the distribution adds in the cloud. */
const addedHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Reads the built page; `undefined` when it has not been built. It is kept in memory, so that a new build is no surprise. */
export function readPageFiles(directory: string, settings: PageSettings): PageFiles | undefined {
  if (!existsSync(path.join(directory, 'index.html'))) return undefined;
  return makePageFiles(readBuiltPage(directory), settings);
}

/** Answers a request for a file of the page. @returns whether it was one */
export function servePageFile(files: PageFiles, request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = '' } = request;
  const [place = ''] = url.split('?');
  const file = place.startsWith('/') ? files.get(place.slice(1)) : undefined;
  if (file === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  response.writeHead(200, { ...file.headers, ...addedHeaders, 'content-length': Buffer.byteLength(file.body) });
  response.end(method === 'HEAD' ? undefined : file.body);
  return true;
}
