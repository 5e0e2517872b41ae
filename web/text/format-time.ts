/**
 * Days and times. All in UTC, as the days of the API are: a recording then stands under the same day for everybody, and
 * in every log.
 */
const utc = { timeZone: 'UTC' } as const;
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  ...utc,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat('en-GB', { ...utc, hour: '2-digit', minute: '2-digit' });
const localFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** `Tuesday 23 June 2026`, of a day such as `2026-06-23` or of a whole RFC 3339 time. */
export const dayText = (day: string): string => dayFormat.format(new Date(day.slice(0, 10)));

/** `20:12 UTC`. */
export const timeText = (time: string): string => `${timeFormat.format(new Date(time))} UTC`;

/** The same moment where the viewer is, for whoever points at it. */
export const localTimeText = (time: string): string => `${localFormat.format(new Date(time))} where you are`;

/** The day of an RFC 3339 time, `2026-06-23`. */
export const dayOf = (time: string): string => new Date(time).toISOString().slice(0, 10);

/** A day so many days later, or earlier. */
export const dayAfter = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(day) + days * 86_400_000).toISOString());
