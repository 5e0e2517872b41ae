import type { IncomingHttpHeaders } from 'node:http';
import { type CorsRules, corsHeaders } from './cors.ts';

/** What a response-headers policy adds to every answer of its behaviours. */
export interface AddedHeaders {
  /** The same for every request. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Absent: pages of other origins may read nothing. */
  readonly cors?: CorsRules;
}

/** What is added to the answer of one request: nothing where there is no policy. */
export const addedTo = (request: IncomingHttpHeaders, policy: AddedHeaders | undefined): Record<string, string> => ({
  ...policy?.fixed,
  ...(policy?.cors && corsHeaders(request, policy.cors)),
});
