import { StatesApiError } from './errors.ts';

/** One page of a list, and the token that asks for the next one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextToken: string | undefined;
}

/** What the API's list actions take; 0 stands for the default. */
const DEFAULT_RESULTS = 100;

/**
 * The page that follows the item named in the token.
 * Items are found by their key, not their number, so that those that join the list in between shift nothing.
 * @throws StatesApiError `InvalidToken`
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  request: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): Page<T> {
  const begin = request.nextToken === undefined ? 0 : indexAfter(all, keyOf, request.nextToken);
  const end = begin + (request.maxResults || DEFAULT_RESULTS);
  const items = all.slice(begin, end);
  const last = items.at(-1);
  const nextToken = last === undefined || end >= all.length ? undefined : encode(keyOf(last));
  return { items, nextToken };
}

function indexAfter<T>(all: readonly T[], keyOf: (item: T) => string, token: string): number {
  const index = all.findIndex((item) => encode(keyOf(item)) === token);
  if (index < 0) throw new StatesApiError('InvalidToken', `Invalid Token: '${token}'`);
  return index + 1;
}

function encode(key: string): string {
  return Buffer.from(key).toString('base64url');
}
