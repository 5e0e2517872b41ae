/** Answers with the headers by which CloudFront and browsers keep them. */
import { type Problem, type ProblemName, problems, problemType, retryAfterSeconds } from '../shared/contract/api.ts';
import { entityTagOf, isKnownTo } from '../shared/contract/function-url.ts';
import type { ApiAnswer, ApiRequest } from './schema.ts';

/** How long an answer is kept, by what it is. CloudFront goes by `s-maxage`. */
export const cacheControls = {
  /** A list changes with the next recording. Browsers and CloudFront together: at most 15 s old. */
  recordings: 'public, max-age=5, s-maxage=10',
  /** Changes with a deployment. */
  documents: 'public, max-age=60, s-maxage=60',
  never: 'no-store',
} as const;

/** What is answered to a request that went well. */
export interface Content {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: string;
}

const methods = 'GET, HEAD, OPTIONS';

/** 200, or 304 for a caller who has the very same. */
export function answerContent(request: ApiRequest, { contentType, cacheControl, body }: Content): ApiAnswer {
  const etag = entityTagOf(body);
  const kept = { etag, 'cache-control': cacheControl };
  if (isKnownTo(request, etag)) return { statusCode: 304, headers: kept, body: '' };
  return { statusCode: 200, headers: { ...kept, 'content-type': contentType }, body };
}

/** A refusal. It is kept as long as a list, since what is not found now may be in a moment. */
export function answerProblem(name: ProblemName, detail?: string): ApiAnswer {
  const { status, title } = problems[name];
  const problem: Problem = { type: problemType(name), title, status, ...(detail === undefined ? {} : { detail }) };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': status < 500 && status !== 405 ? cacheControls.recordings : cacheControls.never,
      ...(status === 405 && { allow: methods }),
      ...(status === 503 && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problem),
  };
}

/** To a preflight request; CloudFront adds which origins may read what comes. */
export const answerOptions = (): ApiAnswer => ({ statusCode: 204, headers: { allow: methods }, body: '' });

/** The same without its body. */
export const withoutBody = (answer: ApiAnswer): ApiAnswer => ({ ...answer, body: '' });
