/** What the values of `recordings`’ options mean. */
import { InvalidArgumentError } from 'commander';
import type { Span } from '../catalog/catalog-pages.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { type Moment, momentAt, requireSpan } from '../frame/parse-moment.ts';
import { channelIdOf } from '../named-recording/parse-named-recording.ts';

/** Options that both lists have, as commander hands them over. */
export interface ListOptions {
  readonly since?: Moment;
  readonly until?: Moment;
  readonly channel?: string;
  readonly limit: number;
  readonly csv?: true;
}

/** More rows than anybody reads, and fewer than memory holds. */
const mostRows = 100_000;

const dayMs = 24 * 60 * 60_000;

/** @throws InvalidArgumentError */
export function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostRows) return limit;
  throw new InvalidArgumentError(`Expected 1 to ${mostRows}.`);
}

/** What both lists look for. @throws UsageError */
export function readListOptions(
  { since, until, channel, limit, csv }: ListOptions,
  isJson: boolean,
  now: Date,
): Span & { readonly channelId: string | undefined; readonly limit: number; readonly isCsv: boolean } {
  if (isJson && csv === true) throw new UsageError('Choose one: --json or --csv.');
  const end = until === undefined ? now : momentAt(until, now);
  const begin = since === undefined ? new Date(end.getTime() - dayMs) : momentAt(since, now);
  requireSpan(begin, end);
  const channelId = channel === undefined ? undefined : channelIdOf(channel);
  return { since: begin, until: end, channelId, limit, isCsv: csv === true };
}
