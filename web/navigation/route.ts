/**
 * The page's addresses. Everything is in the query and in the hash, so that one static document serves every view, and a
 * link to a recording and a moment can be shared and reloaded wherever the page stands.
 */
import { formatMoment, parseMoment } from './moment.ts';

/** What the list is narrowed to. */
export interface ListFilter {
  readonly channelId?: string;
  /** UTC, `2026-06-23`. */
  readonly day?: string;
}

/** A view and what it shows. */
export type Route =
  | { readonly view: 'list'; readonly filter: ListFilter }
  | { readonly view: 'watch'; readonly recordingId: string; readonly momentSeconds?: number }
  | { readonly view: 'runs' }
  | { readonly view: 'run'; readonly executionArn: string };

/** Reads `?channel=&day=`, `?recording=` with `#t=93`, `?runs` or `?run=`. Whatever else is in the address is left alone. */
export function parseRoute({ search, hash }: { readonly search: string; readonly hash: string }): Route {
  const query = new URLSearchParams(search);
  const recordingId = query.get('recording');
  if (recordingId) {
    const momentSeconds = parseMoment(hash);
    return { view: 'watch', recordingId, ...(momentSeconds === undefined ? {} : { momentSeconds }) };
  }
  const executionArn = query.get('run');
  if (executionArn) return { view: 'run', executionArn };
  if (query.has('runs')) return { view: 'runs' };
  const channelId = query.get('channel');
  const day = query.get('day');
  return {
    view: 'list',
    filter: { ...(channelId ? { channelId } : {}), ...(day && isDay(day) ? { day } : {}) },
  };
}

/** The address of a route, relative to the folder that the page stands in. */
export function addressOf(route: Route): string {
  if (route.view === 'watch') {
    const query = new URLSearchParams({ recording: route.recordingId });
    return `?${query}${route.momentSeconds === undefined ? '' : formatMoment(route.momentSeconds)}`;
  }
  if (route.view === 'run') return `?${new URLSearchParams({ run: route.executionArn })}`;
  if (route.view === 'runs') return '?runs=';
  const { channelId, day } = route.filter;
  const query = String(new URLSearchParams({ ...(channelId && { channel: channelId }), ...(day && { day }) }));
  return query === '' ? './' : `?${query}`;
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse rolls 31 February over to March; the round trip shows it.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
