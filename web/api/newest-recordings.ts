/**
 * The newest recordings of all channels. The API lists a day at a time, so the days are walked back: on a laptop from one
 * day with recordings to the one before, which the local system tells; elsewhere from day to day.
 */
import { dayAfter, dayOf } from '../text/format-time.ts';
import type { RecordingsPage } from './recording.ts';

/** How one page of a day is asked for. */
export type ListDay = (day: string, before: string | undefined, signal: AbortSignal) => Promise<RecordingsPage>;

/** Which day is the next one to look at, going back; the newest of all when `day` is left out. */
export type DayBefore = (day?: string) => string | undefined;

/** Enough to fill a screen. */
const enoughRecordings = 12;

/**
 * So many days are looked at before the viewer is asked whether to go on: an API that is asked for nothing costs, too. Who
 * goes on after days with little in them is led back twice as far, so that months without a stream are a few steps.
 */
const fewestDays = 7;
const mostDays = 56;

/** Amazon IVS opened on this day. */
const firstDay = '2020-07-15';

/** One page; `cursor` is the `next` of the page before. */
export async function listNewest(
  dayBefore: DayBefore,
  listDay: ListDay,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<RecordingsPage> {
  const recordings: RecordingsPage['recordings'][number][] = [];
  const { from, days } = cursor === undefined ? { from: placeAt(dayBefore()), days: fewestDays } : readCursor(cursor);
  let place: Place | undefined = from;
  for (let looked = 0; place !== undefined && looked < days && recordings.length < enoughRecordings; ) {
    const page: RecordingsPage = await listDay(place.day, place.before, signal);
    recordings.push(...page.recordings);
    if (page.next === undefined) looked += 1;
    place = page.next === undefined ? placeAt(dayBefore(place.day)) : { day: place.day, before: page.next };
  }
  const nextDays = recordings.length < enoughRecordings ? Math.min(mostDays, days * 2) : fewestDays;
  return { recordings, ...(place && { next: [place.day, nextDays, place.before ?? ''].join(' ') }) };
}

interface Place {
  readonly day: string;
  readonly before?: string;
}

const placeAt = (day: string | undefined): Place | undefined => (day === undefined ? undefined : { day });

function readCursor(cursor: string): { readonly from: Place; readonly days: number } {
  const [day = '', days = '', before = ''] = cursor.split(' ');
  return { from: { day, ...(before !== '' && { before }) }, days: Number(days) };
}

/** Of an API that does not tell: every day, from today to the first that IVS saw. */
export const everyDay =
  (now: Date): DayBefore =>
  (day) => {
    const before = day === undefined ? dayOf(now.toISOString()) : dayAfter(day, -1);
    return before < firstDay ? undefined : before;
  };

/** Of a list of days. */
export const daysOf =
  (days: readonly string[]): DayBefore =>
  (day) =>
    [...days].sort().findLast((candidate) => day === undefined || candidate < day);
