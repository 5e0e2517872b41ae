import type { IncomingHttpHeaders } from 'node:http';

/** Headers that a player may read: where a range lies, and which version of a file it has. */
const exposedHeaders = 'Accept-Ranges, Content-Length, Content-Range, ETag';

/** Which pages may read what is served. */
export interface CorsRules {
  /** `*` for any. */
  readonly origins: readonly string[];
  /** Whether they may send cookies along. */
  readonly allowsCredentials: boolean;
}

/**
 * What the response-headers policy adds for a page of another origin: nothing without an `Origin` header, or when that
 * origin is not one of those allowed.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function corsHeaders(request: IncomingHttpHeaders, rules: CorsRules): Record<string, string> {
  const { origin } = request;
  const isAny = rules.origins.includes('*');
  // A cache must not give one origin's answer to another.
  const vary: Record<string, string> = isAny ? {} : { vary: 'Origin' };
  if (origin === undefined || !(isAny || rules.origins.includes(origin))) {
    return vary;
  }
  return {
    ...vary,
    'access-control-allow-origin': isAny ? '*' : origin,
    'access-control-expose-headers': exposedHeaders,
    ...(rules.allowsCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}
