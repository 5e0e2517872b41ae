/** Answers requests for the page in the cloud (docs/adr/0019). */
import { isKnownTo } from '../shared/contract/function-url.ts';
import { pagePaths } from '../shared/contract/page.ts';
import type { PageFiles } from './page-files.ts';
import type { PageAnswer, PageRequest } from './schema.ts';

/** Whatever the request is, there is an answer. The response-headers policy adds what the page may do. */
export function servePage(request: PageRequest, files: PageFiles): PageAnswer {
  const { method } = request.requestContext.http;
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, { allow: 'GET, HEAD' });
  const answer = answerRead(request, files);
  return method === 'HEAD' ? { ...answer, body: '' } : answer;
}

function answerRead(request: PageRequest, files: PageFiles): PageAnswer {
  const { rawPath } = request;
  // Addresses inside the page are relative to its folder.
  if (rawPath === pagePaths.withoutSlash)
    return { statusCode: 301, headers: { location: pagePaths.document, 'cache-control': 'no-cache' }, body: '' };
  const file = rawPath.startsWith(pagePaths.document) ? files.get(rawPath.slice(pagePaths.document.length)) : undefined;
  if (file === undefined) return refuse(404);
  if (isKnownTo(request, file.headers.etag)) {
    const { 'content-type': _, ...kept } = file.headers;
    return { statusCode: 304, headers: kept, body: '' };
  }
  return { statusCode: 200, headers: file.headers, body: file.body };
}

/** Not kept: a file that is not there is one of another version, which a deployment may bring back. */
const refuse = (statusCode: 404 | 405, headers: Readonly<Record<string, string>> = {}): PageAnswer => ({
  statusCode,
  headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: statusCode === 404 ? 'The page has no such file.\n' : 'The page is read only.\n',
});
