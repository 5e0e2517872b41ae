/** The page, `web/`, served at the root of the playback server, so that it plays and asks the API without CORS. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

/** Where the page is built. */
export const pageDirectory = path.resolve(import.meta.dirname, '../../dist/web');

/** A file as it is served. */
interface PageFile {
  readonly contents: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Files of the page by their paths. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * What the page may do: load and ask from its own origin, and nothing from elsewhere. A playing video is a `blob:` of
 * Media Source Extensions.
 * @see https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the page is told of the system that serves it. */
export interface PageSettings {
  /** Where the system tells the days on which something was recorded. */
  readonly daysPath: string;
  /** Where it tells of executions; absent where it does not. */
  readonly runsPath?: string;
}

/** Reads the built page; `undefined` when it has not been built. It is kept in memory, so that a new build is no surprise. */
export function readPageFiles(directory: string, { daysPath, runsPath = '' }: PageSettings): PageFiles | undefined {
  if (!existsSync(path.join(directory, 'index.html'))) return undefined;
  const assets = readdirSync(path.join(directory, '_page'))
    .filter((name) => extensionOf(name) in types)
    .map((name) => [`/_page/${name}`, pageFile(directory, `_page/${name}`)] as const);
  const document = pageFile(directory, 'index.html');
  const told = document.contents
    .toString()
    .replace('name="recordings-days" content=""', `name="recordings-days" content="${daysPath}"`)
    .replace('name="recordings-runs" content=""', `name="recordings-runs" content="${runsPath}"`);
  return new Map([['/', { ...document, contents: Buffer.from(told) }], ...assets]);
}

const extensionOf = (name: string): string => path.extname(name).toLowerCase();

function pageFile(directory: string, name: string): PageFile {
  const isDocument = name === 'index.html';
  return {
    contents: readFileSync(path.join(directory, name)),
    headers: {
      'content-type': types[extensionOf(name)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      // The names of all others change with what is in them.
      'cache-control': isDocument ? 'no-cache' : 'public, max-age=31536000, immutable',
      ...(isDocument && { 'content-security-policy': contentSecurityPolicy, 'referrer-policy': 'no-referrer' }),
    },
  };
}

/** Answers a request for a file of the page. @returns whether it was one */
export function servePageFile(files: PageFiles, request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = '' } = request;
  const file = files.get(url.split('?')[0] ?? '');
  if (file === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  response.writeHead(200, { ...file.headers, 'content-length': file.contents.length });
  response.end(method === 'HEAD' ? undefined : file.contents);
  return true;
}
