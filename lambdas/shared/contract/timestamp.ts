/** Times as the events and files of AWS have them. */
import * as z from 'zod/mini';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 date-time. Not `z.iso.datetime`: with it the bundler keeps all of the library, 370 KB. */
export const timestampSchema = z.string().check(
  z.refine((text) => rfc3339.test(text) && isDate(text), {
    error: 'must be an RFC 3339 date-time such as 2026-06-23T20:12:41Z',
  }),
);

/** On a day that exists, and of the years that four digits hold, also in UTC: the catalog sorts times as text. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return isDay(text.slice(0, 10)) && !Number.isNaN(time) && /^\d{4}-/.test(new Date(time).toISOString());
}

/** Whether a text is a day that exists, such as `2026-06-23`. The page, which imports types only, has one of its own. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse rolls 31 February over to March; the round trip shows it.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The farthest moment from 1970 that a Date holds (ECMA-262 21.4.1.1). */
const farthestMs = 8.64e15;

/** Milliseconds since 1970, as the events of Step Functions have them. */
export const epochMillisecondsSchema = z
  .number()
  .check(
    z.gte(-farthestMs, { error: 'must be milliseconds since 1970' }),
    z.lte(farthestMs, { error: 'must be milliseconds since 1970' }),
  );
