/** Moments, as people type them: so long ago, or a date. */
import { InvalidArgumentError } from 'commander';
import { UsageError } from './operator-errors.ts';

/** A moment that was typed; what `ago` means is known once the command runs. */
export type Moment = { readonly type: 'ago'; readonly ms: number } | { readonly type: 'at'; readonly ms: number };

const unitsMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
};

/** Beyond four-digit years nothing sorts as text any more. */
const farthestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** `2h`, `3d`, `2026-06-24`, `2026-06-24T10:00Z`; a date without a time is its beginning, in UTC. @throws InvalidArgumentError */
export function parseMoment(text: string): Moment {
  const [, count, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined) return { type: 'ago', ms: Number(count) * (unitsMs[unit] ?? 0) };
  const ms = parseDate(text);
  if (ms !== undefined) return { type: 'at', ms };
  throw new InvalidArgumentError('Expected how long ago (30m, 2h, 3d, 1w) or a time such as 2026-06-24T10:00Z.');
}

/** Without a zone it would mean another time on every machine. */
function parseDate(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || ms < 0 || ms > farthestMs) return undefined;
  // Date.parse rolls 31 February over to March.
  return new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().startsWith(text.slice(0, 10)) ? ms : undefined;
}

/** The moment itself. */
export const momentAt = ({ type, ms }: Moment, now: Date): Date =>
  new Date(type === 'at' ? ms : Math.max(0, now.getTime() - ms));

/** @throws UsageError when the span is empty */
export function requireSpan(since: Date, until: Date): void {
  if (since < until) return;
  throw new UsageError(
    `--since (${since.toISOString()}) has to be earlier than --until (${until.toISOString()}): nothing lies between.`,
  );
}
