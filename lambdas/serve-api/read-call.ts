/** Reads which call a request makes. */
import { apiPaths, idPattern, pageSizes } from '../shared/contract/api.ts';
import { isDay } from '../shared/contract/timestamp.ts';
import { RequestRefusedError } from './refusal.ts';

/** Which recordings a page is of, and how much of them. */
interface PageOrder {
  readonly limit: number;
  /** Not read yet. */
  readonly before: string | undefined;
}

/** What is asked for of the catalog. */
export type CatalogCall =
  | ({
      readonly name: 'recordingsOfChannel';
      readonly channelId: string;
      readonly day: string | undefined;
    } & PageOrder &
      WhatToShow)
  | ({ readonly name: 'recordingsOfDay'; readonly day: string } & PageOrder & WhatToShow)
  | ({ readonly name: 'recording'; readonly recordingId: string } & WhatToShow);

/** What is asked for. */
export type Call = CatalogCall | { readonly name: 'openApi' } | { readonly name: 'problems' };

interface WhatToShow {
  /** Whether the operator's view is asked for, which only the laptop gives. */
  readonly isForOperator: boolean;
}

/**
 * Reads path and query. The path is never decoded: no id has a character that would be encoded.
 * @throws RequestRefusedError
 */
export function readCall(path: string, queryString: string): Call {
  const query = new URLSearchParams(queryString);
  const view = { isForOperator: query.get('include') === 'all' };
  const [, channelId] = /^\/api\/channels\/([^/]+)\/recordings$/.exec(path) ?? [];
  const [, recordingId] = /^\/api\/recordings\/([^/]+)$/.exec(path) ?? [];
  if (path === apiPaths.recordingsOfDay)
    return { name: 'recordingsOfDay', day: readDay(readOne(query, 'day') ?? ''), ...readPage(query), ...view };
  if (channelId !== undefined && idPattern.test(channelId))
    return { name: 'recordingsOfChannel', channelId, day: readDayIfAny(query), ...readPage(query), ...view };
  if (recordingId !== undefined) {
    if (!idPattern.test(recordingId)) throw new RequestRefusedError('recording-not-found');
    return { name: 'recording', recordingId, ...view };
  }
  if (path === apiPaths.openApi) return { name: 'openApi' };
  if (path === apiPaths.problems) return { name: 'problems' };
  throw new RequestRefusedError('path-not-found');
}

const readPage = (query: URLSearchParams): PageOrder => ({ limit: readLimit(query), before: readOne(query, 'before') });

function readLimit(query: URLSearchParams): number {
  const text = readOne(query, 'limit') ?? String(pageSizes.default);
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= pageSizes.most) return limit;
  throw new RequestRefusedError('parameter-invalid', `limit must be a whole number from 1 to ${pageSizes.most}.`);
}

function readDayIfAny(query: URLSearchParams): string | undefined {
  const day = readOne(query, 'day');
  return day === undefined ? undefined : readDay(day);
}

function readDay(day: string): string {
  if (isDay(day)) return day;
  throw new RequestRefusedError('parameter-invalid', 'day must be a date in UTC such as 2026-06-23.');
}

/** CloudFront keeps answers by the query, so two values of one name are never what the caller meant. */
function readOne(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw new RequestRefusedError('parameter-invalid', `${name} must stand in the query once.`);
  return values[0];
}
