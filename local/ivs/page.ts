import { ValidationException } from './request-errors.ts';

/** One page of a list, with the token of the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

const defaultResults = 100;

/** The page after the resource that the token names; found by its ARN, so that those that come and go shift nothing. */
export function pageOf<T extends { readonly arn: string }>(
  all: readonly T[],
  request: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): Page<T> {
  const begin = request.nextToken === undefined ? 0 : indexAfter(all, request.nextToken);
  const end = begin + (request.maxResults ?? defaultResults);
  const items = all.slice(begin, end);
  const last = items.at(-1);
  return { items, nextToken: last === undefined || end >= all.length ? undefined : encode(last.arn) };
}

function indexAfter(all: readonly { readonly arn: string }[], token: string): number {
  const index = all.findIndex(({ arn }) => encode(arn) === token);
  if (index < 0) throw new ValidationException(`nextToken: '${token}' is not of this list.`);
  return index + 1;
}

const encode = (arn: string): string => Buffer.from(arn).toString('base64url');
